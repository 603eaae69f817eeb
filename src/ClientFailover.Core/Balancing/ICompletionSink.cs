namespace ClientFailover;

/// <summary>Where the end of an attempt is reported: the pool that made the pick.</summary>
public interface ICompletionSink
{
    /// <summary>Takes in that the attempt which <paramref name="pick"/> began is being answered; its end is still to come.</summary>
    void Answer(in PickResult pick, in CallOutcome outcome);

    /// <summary>Takes in how the attempt that <paramref name="pick"/> began has ended.</summary>
    void Complete(in PickResult pick, in CallOutcome outcome);
}
