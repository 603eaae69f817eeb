namespace ClientFailover.Http;

/// <summary>Who is told when an attempt has been silent for long: the rescue that sent it, or one that is made then.</summary>
/// <param name="Call">The call.</param>
/// <param name="Sender">Sends the rescue's attempts.</param>
/// <param name="Pick">The attempt that is watched.</param>
/// <param name="History">What was tried before it; null for nothing.</param>
/// <param name="Context">The caller's execution context: handlers below read it, and so do activities.</param>
/// <param name="Rescue">The rescue the attempt belongs to; null for the first.</param>
internal readonly record struct SilenceWatch(HttpCall Call, AttemptSender Sender, PickResult Pick, AttemptHistory? History, ExecutionContext? Context, Rescue? Rescue)
{
    public bool IsOn => Sender is not null;

    /// <summary>The rescue that acts.</summary>
    public Rescue Begin(AttemptTimer first) => Rescue ?? new Rescue(this, first);
}
