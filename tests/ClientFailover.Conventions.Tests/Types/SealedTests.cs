namespace ClientFailover.Conventions.Tests;

public class SealedTests
{
    private static readonly Dictionary<string, string> NoneOpen = [];

    public static TheoryData<string> Shipped => Repository.ShippedData;

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Classes_OfAnAssembly_AreSealed(string assembly) =>
        NoBreach.In(SealedRule.Breaches(Repository.Load(assembly), SealedRule.Open), "Classes are sealed; one that must be open stands in SealedRule.Open with the reason.");

    [Fact]
    public void OpenClasses_OfTheList_ExistAndAreOpen() =>
        Assert.Equal(
            SealedRule.Open.Keys.Order(StringComparer.Ordinal),
            Repository.Shipped.SelectMany(name => SealedRule.Breaches(Repository.Load(name), NoneOpen)).Select(breach => breach.Split(' ')[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Breach_PublicInternalOrNested_IsFound()
    {
        var made = Compiler.Load("public class A; class B; static class C { class D; } public record E; sealed class F; abstract class G; public struct H; public record Shut { sealed record I; }");

        var found = SealedRule.Breaches(made, new Dictionary<string, string>(StringComparer.Ordinal) { ["Shut"] = "an example" });

        Assert.Equal(["A", "B", "C+D", "E"], found.Select(breach => breach.Split(' ')[0]).Order(StringComparer.Ordinal));
    }
}
