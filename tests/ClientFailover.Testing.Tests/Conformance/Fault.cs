namespace ClientFailover.Testing.Tests;

/// <summary>What a <see cref="PollingResolver"/> does wrong.</summary>
public enum Fault
{
    None = 0,
    FirstAnswerLacksOne,
    NeverLooksAgain,
    SaysTheUnknownIsEmpty,
    SaysEmptyIsNotFound,
    ErrorIsEmpty,
    ErrorIsNotFound,
    ErrorIsSilence,
    EndsOnError,
    SaysNothingAfterRecovery,
    NoTimeout,
    GivesUpTooEarly,
    TellsEverything,
    TellsOrder,
    BusyWhenQuiet,
    BusyWhenFailing,
    NoJitter,
    NoGrowth,
    IgnoresCancellation,
    AsksAfterItsEnd,
    IgnoresDisposal,
    IgnoresWeights,
    ThrowsOnDuplicates,
    KeepsTheRemoved,
    OneAnswerInAll,
    LosesAllAtRestart,
}
