using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>
/// One service under one policy. A single loop does everything that is not a pick: it takes in new lists, reviews ejections, and publishes
/// the next plan. Picks read the published plan once and never meet a lock.
/// </summary>
internal sealed partial class EndpointPool : IEndpointPool, ICompletionSink, IAsyncDisposable
{
    /// <summary>More than a timer takes; longer waits are as good as unbounded.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <summary>The loop looks at the localities after so many failures: well before the 10 that are half of <see cref="LocalityBreakerPolicy.MinimumCalls"/> by default.</summary>
    private const uint FailuresPerReview = 5;

    private readonly ServiceWatch _watch;
    private readonly MonotonicClock _clock;
    private readonly FailoverMetrics _metrics;
    private readonly PoolReporter _reporter;
    private readonly PoolSurroundings _around;
    private readonly Entropy _picks;
    private readonly Entropy _reviews;
    private readonly Prober? _prober;
    private readonly ILogger _logger;
    private readonly PoolState _state;
    private readonly PatienceEstimator _patience = new();
    private readonly RouteWatch _routes = new();
    private readonly SourceMoves _sources;
    private readonly ConcurrentQueue<FailoverEvent> _happened = new(); // outside the loop; told by it
    private readonly MonotonicTime _firstAnswerDue;
    private readonly TaskCompletionSource _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One pending wake-up is enough: the loop looks at everything each time.
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private ImmutableArray<Endpoint> _probed = [];
    private PoolPolicy? _probedBy;
    private long _asked;
    private long _answered;
    private uint _failures;
    private bool _asleep = true;
    private FailoverPlan _plan = FailoverPlan.Empty;
    private PoolPolicy _policy;

    public EndpointPool(ServiceName service, PoolPolicy policy, ServiceWatch watch, PoolSurroundings around, ILogger logger)
    {
        var clock = around.Clock;
        Service = service;
        _policy = policy;
        _watch = watch;
        _around = around;
        _clock = clock;
        _metrics = around.Metrics;
        _logger = logger;
        _reporter = new(this, around.Metrics, around.Events, logger);
        _state = new(service);
        _sources = new(service);
        var entropy = around.Entropy.For(service.Name);
        (_picks, _reviews) = (entropy.For("picks"), entropy.For("reviews"));
        _prober = around.Probe is null ? null : new(service, around.Probe, clock, _ => WakeUp(), logger, entropy.For("probes").Next());
        RetryBudget = new(policy.Policy.RetryBudget);
        var patience = policy.Policy.Timeouts.FirstResolution;
        _firstAnswerDue = patience == Timeout.InfiniteTimeSpan ? new(long.MaxValue) : clock.Now + patience;
        _timer = clock.TimeProvider.CreateTimer(static pool => ((EndpointPool)pool!).WakeUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        watch.OnAnswer(WakeUp);
    }

    public ServiceName Service { get; }

    /// <summary>The service whose options apply, where it is another than <see cref="Service"/>; else null. With the service it names the pool in metrics.</summary>
    public string? PolicyName { get; init; }

    public FailoverPolicy Policy => Volatile.Read(ref _policy).Policy;

    public FailoverPlan Plan => Volatile.Read(ref _plan);

    public RetryBudget RetryBudget { get; }

    public MonotonicTime Now => _clock.Now;

    public Patience Patience => _patience.At(_clock.Now, Policy.Hedging);

    public bool WantsRoutes => _routes.IsOn;

    public ResolutionState Registry => _watch.State;

    public double NextDouble() => _picks.NextDouble();

    /// <summary>Whether the loop, and the prober, have seen to all that they were woken for, and no probe is under way.</summary>
    public bool IsSettled => IsLoopSettled && (_prober is null || (_prober.IsResting && _prober.Running == 0)) && IsLoopSettled;

    private bool IsLoopSettled => Volatile.Read(ref _answered) == Volatile.Read(ref _asked);

    public void Start()
    {
        _prober?.Start();
        _loop = Task.Run(RunAsync);
        WakeUp();
    }

    /// <summary>Puts another policy in force. What is known of the endpoints stays.</summary>
    public void Use(PoolPolicy policy)
    {
        Volatile.Write(ref _policy, policy);
        RetryBudget.Use(policy.Policy.RetryBudget, _clock.Now);
        WakeUp();
    }

    public ValueTask WaitForFirstAnswerAsync(CancellationToken cancellationToken) =>
        _firstAnswer.Task.IsCompleted ? ValueTask.CompletedTask : WaitAsync(cancellationToken);

    public PickResult Pick(AttemptHistory? history = null) => Pick(Volatile.Read(ref _plan), history, affinity: null);

    public PickResult Pick(in PickRequest request)
    {
        var plan = Volatile.Read(ref _plan);
        return Pick(request.Selector is { } selector ? plan.Within(selector) : plan, request.History, request.Affinity);
    }

    public PickResult PickStandby(EndpointSelector? selector = null)
    {
        var (plan, policy, now) = (Volatile.Read(ref _plan), Volatile.Read(ref _policy), _clock.Now);
        var pick = (selector is null ? plan : plan.Within(selector)).PickStandby(policy.Picker, new PickContext(now, _picks.Next(), policy.Policy));
        return pick.HasEndpoint ? pick.Begin(this, now) : pick;
    }

    private PickResult Pick(FailoverPlan plan, AttemptHistory? history, AffinityKey? affinity)
    {
        var policy = Volatile.Read(ref _policy);
        var now = _clock.Now;
        var context = new PickContext(now, _picks.Next(), policy.Policy) { Affinity = affinity };
        var pick = plan.Pick(policy.Picker, context, history);
        return pick.HasEndpoint ? pick.Begin(this, now) : pick;
    }

    public void Answer(in PickResult pick, in CallOutcome outcome)
    {
        var (now, policy) = (pick.StartedAt + outcome.Duration, Policy);
        pick.Stats.Answer(outcome, now, policy);
        _patience.Latency.Record(outcome.Latency);
        if (TellCircuit(pick, outcome, now, policy))
        {
            WakeUp();
        }
    }

    public void Complete(in PickResult pick, in CallOutcome outcome)
    {
        // The end by the attempt's own measure: a second reading of the clock would be a quarter of the cost of a pick.
        var now = pick.StartedAt + outcome.Duration;
        var policy = Policy;
        var wantsReview = pick.Stats.Complete(Learn(pick, outcome, now, policy), now, policy);
        if (outcome.CountsAgainst)
        {
            // Spread over many endpoints, none of them reaches a threshold of its own: the localities want looking at all the same.
            wantsReview |= Interlocked.Increment(ref _failures) % FailuresPerReview == 0;
        }

        // The answer's beginning has told the circuit: it would wait long for the end of a stream.
        wantsReview |= !outcome.IsAnswered && TellCircuit(pick, outcome, now, policy);

        if (_metrics.AttemptsEnabled)
        {
            _metrics.AttemptCompleted(this, pick, outcome);
        }

        if (wantsReview || Volatile.Read(ref _asleep))
        {
            WakeUp();
        }
    }

    public void CallCompleted(in CompletedCall call)
    {
        if (_metrics.CallsEnabled)
        {
            _metrics.CallCompleted(this, call);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_prober is not null)
        {
            await _prober.DisposeAsync().ConfigureAwait(false);
        }

        Sleep(asleep: true);
        _firstAnswer.TrySetResult();
        _stop.Dispose();
    }

    /// <summary>Tells the half-open circuit that let the attempt through, if one did. True when that has moved it.</summary>
    private bool TellCircuit(in PickResult pick, in CallOutcome outcome, MonotonicTime now, FailoverPolicy policy)
    {
        if (pick.Probe?.Record(outcome, now, policy.LocalityBreaker, _reviews.NextDouble(), out var transition) == true)
        {
            _happened.Enqueue(new CircuitMoved(Service, now, new(pick.Endpoint.Locality.Region, pick.Endpoint.Locality.Zone), transition.Value.From, transition.Value.To, null));
            return true;
        }

        return false;
    }

    /// <summary>Takes in what the attempt says of the service, and what the service says of the attempt.</summary>
    private CallOutcome Learn(in PickResult pick, in CallOutcome outcome, MonotonicTime now, FailoverPolicy policy)
    {
        if (outcome.IsShadow)
        {
            return outcome;
        }

        if ((outcome.Kind == OutcomeKind.Success && !outcome.IsAnswered) || outcome.IsOvertaken)
        {
            _patience.Latency.Record(outcome.Latency);
        }

        RetryBudget.Learn(outcome);
        if (outcome.Route is not null && policy.OutlierDetection.ScopeByRoute && _routes.Take(pick.Stats, outcome, now))
        {
            return outcome with { IsOfRoute = true };
        }

        // A time-out that is shorter than what the service takes is no silence.
        return outcome.Kind == OutcomeKind.TimedOut && outcome.Latency >= _patience.At(now, policy.Hedging).Silence ? outcome with { IsSilent = true } : outcome;
    }

    /// <summary>Has the loop look at everything.</summary>
    public void WakeUp()
    {
        Interlocked.Increment(ref _asked);
        _wakeUps.Writer.TryWrite(true);
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var left = _firstAnswerDue - _clock.Now;
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            var bound = left < LongestTimer ? left : Timeout.InfiniteTimeSpan;
            await _firstAnswer.Task.WaitAsync(bound, _clock.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Bounded: the call goes on with what is known, and says what is missing.
        }
    }

    private async Task RunAsync()
    {
        await foreach (var _ in _wakeUps.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            var asked = Volatile.Read(ref _asked);
            try
            {
                Maintain();
            }
            catch (Exception error)
            {
                // The loop outlives any fault: with the last plan calls still go somewhere, without the loop nothing would ever change again.
                LogMaintenanceFailed(error, Service);
                Schedule(Policy.OutlierDetection.Interval);
            }

            Volatile.Write(ref _answered, asked);
            if (_firstAnswer.Task.IsCompleted)
            {
                Rehearsal.Once(Policy);
            }
        }
    }

    private void Maintain()
    {
        var now = _clock.Now;
        var resolution = _watch.Settle(now);
        var policy = Volatile.Read(ref _policy);
        var seed = new RandomSource(_reviews.Next());
        var change = _state.Advance(new(resolution.Snapshot, policy, _around.Evacuations.For(Service, policy.Evacuations, now), _prober?.Report ?? ProbeReport.Empty, _around.Monitor.DelayAt(now)) { Routes = _routes }, now, ref seed);
        if (change.Plan is { } plan)
        {
            plan.Prepare(_plan);
            Volatile.Write(ref _plan, plan);
            LogPlan(Service, plan.Input.Snapshot.Version, plan.Tiers.Length, plan.Input.Snapshot.Endpoints.Length);
        }

        if (resolution.HasAnswer)
        {
            _firstAnswer.TrySetResult();
        }

        if (_sources.Take(resolution, now) is { } moved)
        {
            _reporter.Report(moved);
        }

        while (_happened.TryDequeue(out var happened))
        {
            _reporter.Report(happened);
        }

        foreach (var happened in change.Events)
        {
            _reporter.Report(happened);
        }

        if (!change.ToProbe.SequenceEqual(_probed) || !ReferenceEquals(policy, _probedBy))
        {
            (_probed, _probedBy) = (change.ToProbe, policy);
            _prober?.Update(_probed, policy.Policy.Probe);
        }

        Sleep(change.IsIdle);
        var due = change.NextReview is { } review && resolution.DisputeEnds is { } end ? (review < end ? review : end) : change.NextReview ?? resolution.DisputeEnds;
        Schedule(due is { } time ? time - now : Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asleep, the loop runs when something is due, and the next attempt wakes it.</summary>
    private void Sleep(bool asleep)
    {
        if (asleep != _asleep)
        {
            Volatile.Write(ref _asleep, asleep);
            _around.Monitor.Count(awake: !asleep);
        }
    }

    private void Schedule(TimeSpan delay)
    {
        var rounded = delay == Timeout.InfiniteTimeSpan ? delay : TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(delay.TotalMilliseconds)));
        _timer.Change(rounded, Timeout.InfiniteTimeSpan); // after disposal this changes nothing and says so by its result
    }
}
