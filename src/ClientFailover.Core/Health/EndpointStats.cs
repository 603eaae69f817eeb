namespace ClientFailover;

/// <summary>What calls have shown of one endpoint: latency, calls in flight, failures in a row. The mutable cell of the hot path.</summary>
/// <remarks>
/// Lock-free and safe from any thread; nothing here allocates. Kept by endpoint identity, so it outlives refreshes of the list, reloads
/// and handlers. Reads do not change it.
/// </remarks>
public sealed class EndpointStats
{
    /// <summary>
    /// The latency average and its time in one word, so that both change together without a lock: the upper half is the estimate in
    /// 100 ns ticks as a 32-bit float (24 bits of precision), the lower half the time in slots. 0 is "no sample yet".
    /// </summary>
    private long _latency;

    private int _inFlight;
    private int _consecutiveFailures;
    private int _consecutiveConnectFailures;

    /// <summary>
    /// Ten milliseconds: fine against any sensible decay, and 2^31 slots are 248 days before an idle endpoint's age would be misread.
    /// Of the samples within one slot only larger ones count, which saves most of the writes under load.
    /// </summary>
    private const long SlotTicks = 10 * TimeSpan.TicksPerMillisecond;

    /// <summary>Calls that were sent and have not ended.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Failed attempts since the last success.</summary>
    public int ConsecutiveFailures => Volatile.Read(ref _consecutiveFailures);

    /// <summary>Failed connects since a connection last opened.</summary>
    public int ConsecutiveConnectFailures => Volatile.Read(ref _consecutiveConnectFailures);

    /// <summary>The latency average; null before the first sample.</summary>
    public PeakEwma? Latency
    {
        get
        {
            var word = Volatile.Read(ref _latency);
            return word == 0 ? null : new(new((long)Estimate(word)), new((uint)word * SlotTicks));
        }
    }

    /// <summary>An attempt is sent.</summary>
    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>An attempt that was begun has ended. Call once for each <see cref="Begin"/>.</summary>
    /// <returns>True when a run of failures has just reached a threshold of <paramref name="policy"/>, so that ejections want reviewing.</returns>
    public bool Complete(in CallOutcome outcome, MonotonicTime now, FailoverPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Interlocked.Decrement(ref _inFlight);
        if (outcome.Kind == OutcomeKind.Success)
        {
            Observe(outcome.Latency, now, policy.Latency.Decay);
            ClearRuns();
            return false;
        }

        if (outcome.Kind == OutcomeKind.Cancelled)
        {
            return false;
        }

        var penalty = policy.Latency.FailurePenalty;
        Observe(outcome.Latency > penalty ? outcome.Latency : penalty, now, policy.Latency.Decay);
        return Count(outcome.Kind, policy.OutlierDetection);
    }

    /// <summary>Forgets the runs of failures: on release from an ejection the endpoint starts clean.</summary>
    public void ClearRuns()
    {
        // Nearly always zero already: a read shares the cache line, a write would take it from the other cores.
        if (Volatile.Read(ref _consecutiveFailures) != 0)
        {
            Volatile.Write(ref _consecutiveFailures, 0);
        }

        if (Volatile.Read(ref _consecutiveConnectFailures) != 0)
        {
            Volatile.Write(ref _consecutiveConnectFailures, 0);
        }
    }

    /// <summary>
    /// What sending one more call here costs: latency projected to <paramref name="now"/> x (calls in flight + 1), in ticks. An endpoint
    /// without a sample costs nothing until it has its first call, and then <paramref name="unknownPenalty"/> until that call has ended: one call explores it, not a herd.
    /// </summary>
    public double Cost(MonotonicTime now, TimeSpan decay, TimeSpan unknownPenalty)
    {
        var word = Volatile.Read(ref _latency);
        var inFlight = Volatile.Read(ref _inFlight);
        if (word == 0)
        {
            return inFlight == 0 ? 0 : unknownPenalty.Ticks * (inFlight + 1.0);
        }

        var elapsed = new TimeSpan((int)(Slot(now) - (uint)word) * SlotTicks);
        return Estimate(word) * PeakEwma.Weight(elapsed, decay) * (inFlight + 1.0);
    }

    private bool Count(OutcomeKind kind, OutlierDetectionPolicy policy)
    {
        var reached = false;
        if (kind == OutcomeKind.ConnectFailed)
        {
            reached = Reaches(Interlocked.Increment(ref _consecutiveConnectFailures), policy.ConsecutiveConnectFailures);
        }
        else if (kind is OutcomeKind.ServerError or OutcomeKind.Overloaded)
        {
            Volatile.Write(ref _consecutiveConnectFailures, 0); // an answer came over a connection
        }

        return kind == OutcomeKind.Overloaded ? reached : reached | Reaches(Interlocked.Increment(ref _consecutiveFailures), policy.ConsecutiveFailures);
    }

    // Every multiple asks again: a second run of the same length removes an endpoint that the first only weighted down.
    private static bool Reaches(int count, int threshold) => threshold > 0 && count % threshold == 0;

    private void Observe(TimeSpan latency, MonotonicTime now, TimeSpan decay)
    {
        var slot = Slot(now);
        var sample = (float)Math.Max(1, latency.Ticks);
        var word = Volatile.Read(ref _latency);
        while (true)
        {
            var estimate = Estimate(word);
            var elapsed = (int)(slot - (uint)word);
            if (word != 0 && sample <= estimate && elapsed <= 0)
            {
                return; // its weight would be zero
            }

            var weight = word == 0 || sample > estimate ? 0 : PeakEwma.Weight(new(elapsed * SlotTicks), decay);
            var next = Pack((float)((estimate * weight) + (sample * (1 - weight))), word != 0 && elapsed < 0 ? (uint)word : slot);
            var seen = Interlocked.CompareExchange(ref _latency, next, word);
            if (seen == word)
            {
                return;
            }

            word = seen;
        }
    }

    private static uint Slot(MonotonicTime now) => (uint)(now.Ticks / SlotTicks);

    private static float Estimate(long word) => BitConverter.Int32BitsToSingle((int)(word >> 32));

    private static long Pack(float estimate, uint slot) => ((long)BitConverter.SingleToInt32Bits(estimate) << 32) | slot;
}
