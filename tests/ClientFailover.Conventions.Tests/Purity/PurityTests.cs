namespace ClientFailover.Conventions.Tests;

public class PurityTests
{
    [Fact]
    public void Core_CompiledCode_HasNoClockTimerRandomnessTaskOrIo()
    {
        using var image = File.OpenRead(Repository.AssemblyPath("ClientFailover.Core"));

        NoBreach.In(PurityRule.Breaches(image), "Core decides by its arguments alone; it takes the time and the randomness from its caller, and does no I/O.");
    }

    [Theory]
    [InlineData("var x = System.DateTime.UtcNow;", "System.DateTime::get_UtcNow")]
    [InlineData("var x = System.DateTimeOffset.Now;", "System.DateTimeOffset::get_Now")]
    [InlineData("var x = System.Environment.TickCount64;", "System.Environment::get_TickCount64")]
    [InlineData("var x = System.Diagnostics.Stopwatch.GetTimestamp();", "System.Diagnostics.Stopwatch")]
    [InlineData("var x = System.TimeProvider.System;", "System.TimeProvider")]
    [InlineData("var x = System.Random.Shared.Next();", "System.Random::get_Shared")]
    [InlineData("var x = new System.Random(1);", "System.Random::.ctor")]
    [InlineData("var x = System.Guid.NewGuid();", "System.Guid::NewGuid")]
    [InlineData("new System.Threading.Timer(_ => { }).Dispose();", "System.Threading.Timer")]
    [InlineData("lock (new object()) { }", "System.Threading.Monitor")]
    [InlineData("System.Func<System.Threading.Tasks.ValueTask<int>>? x = null; x?.Invoke();", "System.Threading.Tasks.ValueTask`1")]
    [InlineData("System.IO.File.Delete(\"x\");", "System.IO.File")]
    [InlineData("System.Net.Dns.GetHostName();", "System.Net.Dns")]
    public void Breach_InCompiledCode_IsFound(string statement, string expected)
    {
        using MemoryStream image = new(Compiler.Assemble($"static class Impure {{ static void M() {{ {statement} }} }}"));

        Assert.Contains(expected, PurityRule.Breaches(image));
    }

    [Fact]
    public void Code_ThatOnlyComputes_IsPure()
    {
        using MemoryStream image = new(Compiler.Assemble(
            "static class Pure { static int M(System.Random random, System.DateTime at, ref int cell) => System.Threading.Interlocked.Add(ref cell, random.Next() + at.Year); }"));

        Assert.Empty(PurityRule.Breaches(image));
    }
}
