namespace ClientFailover;

/// <summary>What calls have shown of one endpoint: latency, calls in flight, successes and failures, failures in a row. The mutable cell of the hot path.</summary>
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
    private long _successes;
    private long _failures;
    private long _ofRoutes;
    private bool _isAnother;
    private long _evidenceFrom = long.MinValue;

    /// <summary>The last reported utilization, a 32-bit float in the upper half, and its time slot in the lower; 0 for none.</summary>
    private long _utilization;

    /// <summary>Failures of any kind since the last success, in the upper half, and the time slot of the last in the lower; 0 for none.</summary>
    private long _suspicion;

    /// <summary>The time slot of the attempt that explores an endpoint that is unknown or under suspicion, made odd so that 0 is none.</summary>
    private int _exploring;

    // In a row:
    private int _runSince;
    private int _failureRun;
    private int _gatewayRun;
    private int _localOriginRun;
    private int _connectRun;
    private int _tlsRun;
    private int _silentRun;

    /// <summary>
    /// Ten milliseconds: fine against any sensible decay, and 2^31 slots are 248 days before an idle endpoint's age would be misread.
    /// Of the samples within one slot only larger ones count, which saves most of the writes under load.
    /// </summary>
    private const long SlotTicks = 10 * TimeSpan.TicksPerMillisecond;

    /// <summary>Calls that were sent and have not ended.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>How much (0..1 or more) of what it can take is in use, by its own report within <paramref name="age"/>; null when there is none.</summary>
    public double? Utilization(MonotonicTime now, TimeSpan age) =>
        Volatile.Read(ref _utilization) is var word && word != 0 && Since(word, now) <= age ? Estimate(word) : null;

    /// <summary>The failures in a row.</summary>
    public FailureRuns Runs => new(Volatile.Read(ref _failureRun), Volatile.Read(ref _gatewayRun), Volatile.Read(ref _localOriginRun), Volatile.Read(ref _connectRun), RunSpan) { Silences = Volatile.Read(ref _silentRun), TlsFailures = Volatile.Read(ref _tlsRun) };

    /// <summary>Whether its last attempt failed, in any way, and none has succeeded since.</summary>
    public bool IsSuspect => Volatile.Read(ref _suspicion) != 0;

    /// <summary>Whether another instance has answered in its place (<see cref="OutcomeKind.WrongIdentity"/>).</summary>
    public bool IsAnother => Volatile.Read(ref _isAnother);

    /// <summary>All attempts so far; what lies between two readings is <see cref="HealthTotals.Since"/>.</summary>
    public HealthTotals Totals => new(Volatile.Read(ref _successes), Volatile.Read(ref _failures)) { OfRoutes = Volatile.Read(ref _ofRoutes) };

    /// <summary>The latency average; null before the first sample.</summary>
    public PeakEwma? Latency
    {
        get
        {
            var word = Volatile.Read(ref _latency);
            return word == 0 ? null : new(new((long)Estimate(word)), new((uint)word * SlotTicks));
        }
    }

    private TimeSpan RunSpan => Volatile.Read(ref _failureRun) == 0 ? TimeSpan.Zero : new((int)((uint)Volatile.Read(ref _suspicion) - (uint)Volatile.Read(ref _runSince)) * SlotTicks);

    /// <summary>An attempt is sent.</summary>
    public void Begin(MonotonicTime now)
    {
        Interlocked.Increment(ref _inFlight);
        if (Volatile.Read(ref _suspicion) != 0 || Volatile.Read(ref _latency) == 0)
        {
            Volatile.Write(ref _exploring, (int)Slot(now) | 1);
        }
    }

    /// <summary>An attempt that was begun is being answered. Whether well is known at its end: only the latency is learnt, and others may come now.</summary>
    public void Answer(in CallOutcome outcome, MonotonicTime now, FailoverPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Clear(ref _exploring);
        Observe(outcome.Latency, now, policy.Latency.Decay);
    }

    /// <summary>An attempt that was begun has ended. Call once for each <see cref="Begin"/>.</summary>
    /// <returns>True when a run of failures has just reached a threshold of <paramref name="policy"/>, so that ejections want reviewing.</returns>
    public bool Complete(in CallOutcome outcome, MonotonicTime now, FailoverPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Interlocked.Decrement(ref _inFlight);
        Clear(ref _exploring);
        if (outcome.Utilization is { } utilization)
        {
            Volatile.Write(ref _utilization, Pack(utilization, Slot(now) | 1)); // odd, so that it is never 0
        }

        if (outcome.Kind == OutcomeKind.Success)
        {
            if (!outcome.IsAnswered)
            {
                Observe(outcome.Latency, now, policy.Latency.Decay);
            }

            Interlocked.Add(ref _successes, HealthTotals.OfSuccess(outcome.Latency));
            if (Volatile.Read(ref _suspicion) != 0) // set by every failure that counts: nearly always there is nothing to clear
            {
                Volatile.Write(ref _suspicion, 0);
                ClearRuns();
            }

            return false;
        }

        var began = now + -outcome.Duration;
        if (outcome.Kind == OutcomeKind.Cancelled || (outcome.ConnectedAt ?? began) < new MonotonicTime(Volatile.Read(ref _evidenceFrom)))
        {
            return false;
        }

        Interlocked.Add(ref _failures, HealthTotals.OfFailure(outcome));
        if (outcome.Kind == OutcomeKind.WrongIdentity)
        {
            Suspect(now, policy.Latency.MaxFailurePause, policy.Latency); // until it is removed
            Volatile.Write(ref _isAnother, true);
            return true;
        }

        if (outcome.IsOfRoute)
        {
            Interlocked.Increment(ref _ofRoutes);
            return false; // its zone is told; the endpoint is not to blame
        }

        if ((outcome.IsSilent || outcome.Kind == OutcomeKind.TimedOut) && HasSucceededSince(began))
        {
            return false; // what it says is old: the attempt was lost some time ago, and others have succeeded since
        }

        Suspect(now, outcome.RetryAfter, policy.Latency);
        return Count(outcome, now, policy.OutlierDetection);
    }

    /// <summary>
    /// The endpoint starts clean: runs of failures are forgotten, and failures whose connection or attempt is older than <paramref name="now"/> no longer count.
    /// Late errors of old connections would eject it again for what is over. Its latency is unknown again too: the old one has decayed to next to nothing, and would call a herd before one call
    /// has shown that it answers.
    /// </summary>
    public void StartAfresh(MonotonicTime now)
    {
        Volatile.Write(ref _evidenceFrom, now.Ticks);
        Volatile.Write(ref _isAnother, false);
        Clear(ref _latency);
        Clear(ref _suspicion);
        ClearRuns();
    }

    /// <summary>Forgets the runs of failures: the rule that has acted on them counts anew.</summary>
    public void ClearRuns()
    {
        Clear(ref _failureRun);
        Clear(ref _gatewayRun);
        Clear(ref _localOriginRun);
        Clear(ref _connectRun);
        Clear(ref _tlsRun);
        Clear(ref _silentRun);
    }

    /// <summary>
    /// What sending one more call here costs: latency projected to <paramref name="now"/> x (calls in flight / <paramref name="weight"/> + 1), in ticks. The latency is that of
    /// successes. An endpoint without a success, or whose last call failed, costs <see cref="LatencyPolicy.FailurePenalty"/> for each call while one explores it, and after a
    /// failure for a pause that doubles from one to the next: one call at a time finds out what it is, not a herd, soon enough, and however many calls still hang there.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="policy">Decay, penalty and pause.</param>
    /// <param name="weight">The endpoint's weight relative to the largest: who is to carry half must not have more than half in flight.</param>
    public double Cost(MonotonicTime now, LatencyPolicy policy, double weight = 1)
    {
        var word = Volatile.Read(ref _latency);
        var inFlight = Volatile.Read(ref _inFlight);
        var suspicion = Volatile.Read(ref _suspicion);
        if (IsLeftAlone(word, suspicion, now, policy))
        {
            return policy.FailurePenalty.Ticks * ((inFlight / weight) + 1);
        }

        var load = suspicion != 0 ? 1 : (inFlight / weight) + 1;
        return word == 0 ? 0 : Estimate(word) * PeakEwma.Weight(Since(word, now), policy.Decay) * load;
    }

    /// <summary>Whether calls keep away: it failed a moment ago, or another call is finding out what it is.</summary>
    internal bool IsLeftAlone(MonotonicTime now, LatencyPolicy policy) => IsLeftAlone(Volatile.Read(ref _latency), Volatile.Read(ref _suspicion), now, policy);

    private bool IsLeftAlone(long word, long suspicion, MonotonicTime now, LatencyPolicy policy) =>
        (suspicion != 0 || word == 0) && ((suspicion != 0 && Since(suspicion, now) < Pause((int)(suspicion >> 32), policy)) || IsExplored(now, policy));

    /// <summary>Whether an attempt is finding out just now; one that takes very long is not waited for.</summary>
    private bool IsExplored(MonotonicTime now, LatencyPolicy policy) =>
        Volatile.Read(ref _exploring) is var slot && slot != 0 && Since((uint)slot, now) < policy.MaxFailurePause;

    /// <summary>Whether the latency average has taken in a success after <paramref name="time"/>, to its resolution of time.</summary>
    private bool HasSucceededSince(MonotonicTime time)
    {
        var word = Volatile.Read(ref _latency);
        return word != 0 && Since(word, time) < TimeSpan.Zero;
    }

    private static TimeSpan Since(long word, MonotonicTime now) => new((int)(Slot(now) - (uint)word) * SlotTicks);

    private static TimeSpan Pause(int failures, LatencyPolicy policy) =>
        policy.FailurePause.Ticks << Math.Min(failures - 1, 20) is var pause && pause < policy.MaxFailurePause.Ticks ? new(pause) : policy.MaxFailurePause;

    /// <summary>
    /// One more failure in a row, as of <paramref name="now"/>. One that asks to be left alone for longer than the pause that is due is taken for one of later: the pause ends when it asked for.
    /// </summary>
    private void Suspect(MonotonicTime now, TimeSpan retryAfter, LatencyPolicy policy)
    {
        var word = Volatile.Read(ref _suspicion);
        while (true)
        {
            var failures = (word >> 32) + 1;
            var asked = retryAfter < policy.MaxFailurePause ? retryAfter : policy.MaxFailurePause;
            var later = asked - Pause((int)failures, policy);
            var next = (failures << 32) | Slot(later > TimeSpan.Zero ? now + later : now);
            var seen = Interlocked.CompareExchange(ref _suspicion, next, word);
            if (seen == word)
            {
                return;
            }

            word = seen;
        }
    }

    private bool Count(in CallOutcome outcome, MonotonicTime now, OutlierDetectionPolicy policy)
    {
        var local = outcome.IsLocalOrigin;
        var merged = !policy.SplitLocalOrigin;
        if (!local)
        {
            Clear(ref _connectRun); // an answer came over a connection
            Clear(ref _localOriginRun);
            Clear(ref _silentRun);
            Clear(ref _tlsRun);
        }

        var gateway = outcome.Kind is OutcomeKind.GatewayError or OutcomeKind.Unavailable || (local && merged);
        if (!gateway && !local)
        {
            Clear(ref _gatewayRun);
        }

        return (outcome.Kind == OutcomeKind.ConnectFailed && Reaches(ref _connectRun, policy.ConsecutiveConnectFailures))
            | (outcome.Kind == OutcomeKind.TlsFailed && Reaches(ref _tlsRun, policy.ConsecutiveTlsFailures))
            | (outcome.IsSilent && Reaches(ref _silentRun, policy.ConsecutiveSilences))
            | (local && !merged && Reaches(ref _localOriginRun, policy.ConsecutiveLocalOriginFailures))
            | (gateway && Reaches(ref _gatewayRun, policy.ConsecutiveGatewayFailures))
            | (outcome.CountsAgainst && (merged || !local) && Lengthens(now, policy));
    }

    /// <summary>One more in the run of failures. True when that is a threshold, or when a run that need not be as long has lasted.</summary>
    private bool Lengthens(MonotonicTime now, OutlierDetectionPolicy policy)
    {
        if (Volatile.Read(ref _failureRun) == 0)
        {
            Volatile.Write(ref _runSince, (int)Slot(now));
        }

        return Reaches(ref _failureRun, policy.ConsecutiveFailures) | ConsecutiveFailuresRule.IsSustained(Runs, policy);
    }

    // Every multiple asks again: a second run of the same length removes an endpoint that the first only weighted down.
    private static bool Reaches(ref int run, int threshold) => Interlocked.Increment(ref run) is var count && threshold > 0 && count % threshold == 0;

    // Nearly always zero already: a read shares the cache line, a write would take it from the other cores.
    private static void Clear(ref int run)
    {
        if (Volatile.Read(ref run) != 0)
        {
            Volatile.Write(ref run, 0);
        }
    }

    private static void Clear(ref long word)
    {
        if (Volatile.Read(ref word) != 0)
        {
            Volatile.Write(ref word, 0);
        }
    }

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
