namespace ClientFailover.Conventions.Tests;

public class SourceTests
{
    [Fact]
    public void Files_Shipped_AreShort() =>
        NoBreach.In(Repository.Sources("src").SelectMany(SourceRules.TooLong), $"A file has at most {SourceRules.MaxLines} lines; a longer one holds two ideas.");

    [Fact]
    public void Files_Shipped_HoldTheirOneType() =>
        NoBreach.In(Repository.Sources("src").SelectMany(SourceRules.NotItsOneType), "One public type a file, and the file has its name.");

    [Fact]
    public void Tests_OfTheTree_DoNotSleep() =>
        NoBreach.In(Repository.Sources("tests").SelectMany(SourceRules.Sleeps), "Tests use virtual time, or wait for an event with a deadline.");

    [Fact]
    public void Sources_OfTheTree_AreFound()
    {
        Assert.Contains(Repository.Sources("src"), file => file.Path == "src/ClientFailover.Core/Endpoints/Endpoint.cs");
        Assert.Contains(Repository.Sources("tests"), file => file.Path == "tests/ClientFailover.Conventions.Tests/Sources/SourceTests.cs");
        Assert.DoesNotContain(Repository.Sources("src"), file => file.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void TooLong_OneLineAboveTheLimit_IsFound()
    {
        Assert.Empty(SourceRules.TooLong(new SourceFile("a.cs", new string('\n', SourceRules.MaxLines))));
        Assert.Empty(SourceRules.TooLong(new SourceFile("a.cs", string.Concat(Enumerable.Repeat("x\n", SourceRules.MaxLines)))));
        Assert.Single(SourceRules.TooLong(new SourceFile("a.cs", string.Concat(Enumerable.Repeat("x\n", SourceRules.MaxLines + 1)))));
    }

    [Theory]
    [InlineData("A.cs", "namespace N; public class A { public class B; } class C;", 0)]
    [InlineData("A.Log.cs", "namespace N; public partial class A;", 0)]
    [InlineData("A.cs", "namespace N; internal class B; internal class C;", 0)]
    [InlineData("A.cs", "namespace N; public class B;", 1)]
    [InlineData("A.cs", "namespace N; public class A; public enum B { X }", 1)]
    [InlineData("A.cs", "namespace N { public record A; public delegate void B(); }", 1)]
    public void NotItsOneType_Breach_IsFound(string path, string text, int breaches) =>
        Assert.Equal(breaches, SourceRules.NotItsOneType(new SourceFile("src/" + path, text)).Count());

    [Theory]
    [InlineData("await Task.Delay(10);", 1)]
    [InlineData("await System.Threading.Tasks.Task.Delay(ten, clock);", 1)]
    [InlineData("Thread.Sleep(10);", 1)]
    [InlineData("Run(Thread.Sleep);", 1)]
    [InlineData("var x = \"Task.Delay(10)\"; // Thread.Sleep(10)", 0)]
    [InlineData("await Task.Delay(Timeout.Infinite, stop); await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, clock, stop);", 0)]
    [InlineData("TransportBehaviors.Delay(ten);", 0)]
    public void Sleeps_Breach_IsFound(string statement, int breaches) =>
        Assert.Equal(breaches, SourceRules.Sleeps(new SourceFile("a.cs", $"class A {{ async Task M() {{ {statement} }} }}")).Count());
}
