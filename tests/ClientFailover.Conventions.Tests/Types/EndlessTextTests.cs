namespace ClientFailover.Conventions.Tests;

public class EndlessTextTests
{
    public static TheoryData<string> Shipped => Repository.ShippedData;

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Records_OfAnAssembly_HaveTextThatEnds(string assembly) =>
        NoBreach.In(EndlessTextRule.Breaches(Repository.Load(assembly)), "No public property of a record leads back to the record; make it a method.");

    [Fact]
    public void Breach_DirectNullableOrByAnotherRecord_IsFound()
    {
        var made = Compiler.Load(
            "public record struct A(int N) { public A Half => new(N / 2); } public record struct B(int N) { public B? Next => null; } public record C(D D); public record D { public C C => new(this); }"
            + " public record E(int N) { public E Twin() => this; static E None => new(0); } public record struct F(int N) { public F Half => new(N / 2); public override string ToString() => \"F\"; } public class G { public G Own => this; }");

        Assert.Equal(["A.Half", "B.Next", "C.D", "D.C"], EndlessTextRule.Breaches(made).Order(StringComparer.Ordinal));
    }
}
