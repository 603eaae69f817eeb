namespace ClientFailover.Testing.Tests;

/// <summary>The suite passes what is right, and finds what is wrong.</summary>
public sealed class ResolverConformanceTests
{
    /// <summary>What says nothing of it, for the reasons that its harness gives.</summary>
    private static readonly string[] NotApplicable =
    [
        "Backoff", "CancellationInAHang", "ChangingPace", "Disposal", "FailingPace", "Hang", "HangAtFirst", "QuietPace", "Repetition", "Reset",
        "Restart", "Silence", "Slow",
    ];

    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task ScriptedResolver_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check)
    {
        var result = await ResolverConformance.RunAsync(check, static () => Task.FromResult<IResolverHarness>(new ScriptedHarness()), TestContext.Current.CancellationToken);

        Assert.True(result.Passed != NotApplicable.Contains(check, StringComparer.Ordinal), result.ToString());
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task PollingResolver_EachCheck_IsPassed(string check) => Assert.True((await RunAsync(check, Fault.None)).Passed);

    [Theory]
    [InlineData(Fault.FirstAnswerLacksOne, "InitialAnswer")]
    [InlineData(Fault.KeepsTheRemoved, "Removal")]
    [InlineData(Fault.KeepsTheRemoved, "Exchange")]
    [InlineData(Fault.IgnoresWeights, "Change")]
    [InlineData(Fault.SaysTheUnknownIsEmpty, "UnknownService")]
    [InlineData(Fault.SaysTheUnknownIsEmpty, "Deletion")]
    [InlineData(Fault.SaysEmptyIsNotFound, "Empty")]
    [InlineData(Fault.ThrowsOnDuplicates, "Duplicates")]
    [InlineData(Fault.KeepsTheRemoved, "ManyEndpoints")]
    [InlineData(Fault.TellsEverything, "Repetition")]
    [InlineData(Fault.TellsOrder, "Repetition")]
    [InlineData(Fault.ErrorIsEmpty, "Error")]
    [InlineData(Fault.ErrorIsNotFound, "Error")]
    [InlineData(Fault.EndsOnError, "Error")]
    [InlineData(Fault.ErrorIsEmpty, "ErrorAtFirst")]
    [InlineData(Fault.ErrorIsNotFound, "ErrorAtFirst")]
    [InlineData(Fault.ErrorIsEmpty, "Hang")]
    [InlineData(Fault.ErrorIsNotFound, "HangAtFirst")]
    [InlineData(Fault.GivesUpTooEarly, "Slow")]
    [InlineData(Fault.LosesAllAtRestart, "Restart")]
    [InlineData(Fault.LosesAllAtRestart, "Reset")]
    [InlineData(Fault.BusyWhenQuiet, "QuietPace")]
    [InlineData(Fault.BusyWhenQuiet, "ChangingPace")]
    [InlineData(Fault.BusyWhenFailing, "FailingPace")]
    [InlineData(Fault.NoJitter, "Backoff")]
    [InlineData(Fault.NoGrowth, "Backoff")]
    [InlineData(Fault.AsksAfterItsEnd, "Silence")]
    [InlineData(Fault.NeverLooksAgain, "Addition")]
    [InlineData(Fault.OneAnswerInAll, "Burst")]
    [InlineData(Fault.OneAnswerInAll, "TwoWatches")]
    [InlineData(Fault.OneAnswerInAll, "OneWatch")]
    [InlineData(Fault.ErrorIsSilence, "Error")]
    [InlineData(Fault.SaysNothingAfterRecovery, "Error")]
    [InlineData(Fault.NoTimeout, "Hang")]
    [InlineData(Fault.IgnoresCancellation, "Cancellation")]
    [InlineData(Fault.IgnoresCancellation, "CancellationInAHang")]
    [InlineData(Fault.IgnoresDisposal, "Disposal")]
    public async Task Faults_OfAResolver_AreFound(Fault fault, string check)
    {
        var error = await Assert.ThrowsAsync<ConformanceException>(() => RunAsync(check, fault));

        Assert.StartsWith(check + ": ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_HarnessLacksSomething_IsNotApplicableWithTheReason()
    {
        var result = await ResolverConformance.RunAsync("Hang", static () => Task.FromResult<IResolverHarness>(new ScriptedHarness()), TestContext.Current.CancellationToken);

        Assert.False(result.Passed);
        Assert.Equal("Hang: not applicable, it needs Hang: it asks nobody", result.ToString());
    }

    [Fact]
    public async Task RunAsync_UnknownCheck_NamesThoseThereAre()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(static () => RunAsync("Nothing", Fault.None));

        Assert.Contains("InitialAnswer, Addition", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_Names_AreUnique() =>
        Assert.Equal(ResolverConformance.Checks.Length, ResolverConformance.Checks.Select(static check => check.Name).Distinct(StringComparer.Ordinal).Count());

    /// <summary>What is right gets the usual deadline; what is wrong, and never comes, a short one.</summary>
    private static Task<ConformanceResult> RunAsync(string check, Fault fault) => fault == Fault.None
        ? ResolverConformance.RunAsync(check, static () => Start(Fault.None), TestContext.Current.CancellationToken)
        : ResolverConformance.Checks.Single(one => one.Name == check).RunAsync(() => Start(fault), TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken);

    private static Task<IResolverHarness> Start(Fault fault) => Task.FromResult<IResolverHarness>(new PollingRegistry(fault));
}
