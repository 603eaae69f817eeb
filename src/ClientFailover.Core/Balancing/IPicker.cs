namespace ClientFailover;

/// <summary>Chooses one of the endpoints of a tier. Called on the way of every attempt: no I/O, no lock, no allocation.</summary>
/// <remarks>One instance serves a pool and is called from many threads at once.</remarks>
public interface IPicker
{
    /// <summary>The index of the chosen candidate.</summary>
    /// <param name="candidates">At least one.</param>
    /// <param name="context">The time, random bits and the policy.</param>
    int Pick(CandidateSet candidates, in PickContext context);
}
