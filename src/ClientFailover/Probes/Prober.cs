using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>
/// Probes the endpoints of one service, however many clients use it. One loop and one timer for all of them: the timer is set to what comes first, a probe that is
/// due or one that runs out of time.
/// </summary>
internal sealed partial class Prober : IAsyncDisposable
{
    /// <summary>
    /// How many probes run at once. Healthy answers take milliseconds, so that this is hundreds of times what a thousand endpoints need; if all of them hang, each is
    /// still probed every 16 s (1,000 / 64 x the time-out of 1 s), and the sockets stay few.
    /// </summary>
    public const int DefaultConcurrency = 64;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>How long a probe that was cut usually takes to end, with room to spare.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    /// <summary>More than a timer takes; longer waits are as good as unbounded.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly ServiceName _service;
    private readonly MonotonicClock _clock;
    private readonly Action<ProbeTransition> _listener;
    private readonly ILogger _logger;
    private readonly ProbeAgenda _agenda;
    private readonly ProbeRunner _runner;
    private readonly List<ProbeTransition> _transitions = [];

    // One pending wake-up is enough: the loop looks at everything each time.
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private ProbeReport _report = ProbeReport.Empty;
    private Order? _order;
    private long _asked;
    private long _dealtWith;

    /// <param name="service">The service.</param>
    /// <param name="probe">What asks an endpoint.</param>
    /// <param name="clock">The time.</param>
    /// <param name="listener">Told of each change of a verdict, after <see cref="Report"/> shows it, by the loop: it must be quick.</param>
    /// <param name="logger">Hears of changes, too.</param>
    /// <param name="seed">Of the jitter of its times.</param>
    /// <param name="concurrency">How many probes run at once.</param>
    public Prober(ServiceName service, IHealthProbe probe, MonotonicClock clock, Action<ProbeTransition> listener, ILogger logger, ulong seed, int concurrency = DefaultConcurrency)
    {
        _agenda = new(seed);
        _service = service;
        _clock = clock;
        _listener = listener;
        _logger = logger;
        _runner = new(service, probe, clock, WakeUp, concurrency);
        _timer = clock.TimeProvider.CreateTimer(static prober => ((Prober)prober!).WakeUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the probes say. A value: read it once.</summary>
    public ProbeReport Report => Volatile.Read(ref _report);

    /// <summary>How many probes are under way.</summary>
    public int Running => _runner.Running;

    /// <summary>How many probes have not ended, those included that were given up.</summary>
    public int Unended => _runner.Unended;

    /// <summary>Whether the loop sleeps: what a test in virtual time waits for before it moves the clock on.</summary>
    public bool IsResting => Volatile.Read(ref _dealtWith) == Volatile.Read(ref _asked);

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>
    /// Probes these endpoints from now on, and nobody else. What is known of those that stay is kept; those that leave are forgotten, and their probes cancelled.
    /// </summary>
    public void Update(ImmutableArray<Endpoint> endpoints, ProbePolicy policy)
    {
        Volatile.Write(ref _order, new(policy.Mode == ProbeMode.Off ? [] : endpoints, policy));
        WakeUp();
    }

    /// <summary>Ends the loop and cancels what is under way, without waiting for it: a probe that ignores its token must not hold up the shutdown.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _runner.CancelAll();
        _stop.Dispose();
    }

    private void WakeUp()
    {
        Interlocked.Increment(ref _asked);
        _wakeUps.Writer.TryWrite(true);
    }

    private async Task RunAsync()
    {
        await foreach (var _ in _wakeUps.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            var asked = Volatile.Read(ref _asked);
            try
            {
                Advance(_clock.Now);
            }
            catch (Exception error)
            {
                // The loop outlives any fault: without it nobody would ever be found well again.
                LogFault(error, _service);
                Schedule(PauseAfterFault);
            }

            Volatile.Write(ref _dealtWith, asked);
        }
    }

    private void Advance(MonotonicTime now)
    {
        while (_runner.TryTake(now, out var run, out var result))
        {
            Note(_agenda.Complete(run.Target, result, run.Began, run.Began + result.Latency));
        }

        TakeOrder(now);
        StartDue(now);
        Publish();
        var due = _runner.HasRoom ? _agenda.NextDue : null;
        var deadline = _runner.NextDeadline;
        Schedule((due < deadline ? due : deadline ?? due) is { } next ? next - now : Timeout.InfiniteTimeSpan);
    }

    private void TakeOrder(MonotonicTime now)
    {
        if (Interlocked.Exchange(ref _order, null) is { } order)
        {
            foreach (var gone in _agenda.Update(order.Endpoints, order.Policy, now))
            {
                if (gone.IsRunning)
                {
                    _runner.Abandon(gone.Run!);
                }
            }
        }
    }

    private void StartDue(MonotonicTime now)
    {
        List<ProbedEndpoint>? unended = null;
        while (_runner.HasRoom && _agenda.TakeDue(now) is { } probed)
        {
            if (probed.Run is { HasEnded: false })
            {
                (unended ??= []).Add(probed);
            }
            else
            {
                _runner.Start(probed, _agenda.Policy, now);
            }
        }

        foreach (var probed in unended ?? [])
        {
            if (now - probed.Run!.Deadline < _agenda.Policy.Timeout)
            {
                _agenda.Postpone(probed, now + Moment); // cut, and still on its way out
            }
            else
            {
                // It does not end. Another one beside it would be the first of very many.
                Note(_agenda.Complete(probed, ProbeResult.Failed("the last probe ignores its cancellation and has not ended"), now, now));
            }
        }
    }

    private void Note(ProbeTransition? transition)
    {
        if (transition is { } change)
        {
            _transitions.Add(change);
        }
    }

    private void Publish()
    {
        if (!ReferenceEquals(_agenda.States, _report.States))
        {
            Volatile.Write(ref _report, new(_agenda.States));
        }

        foreach (var transition in _transitions)
        {
            Tell(transition);
        }

        _transitions.Clear();
    }

    private void Tell(in ProbeTransition transition)
    {
        var state = transition.State;
        if (state.Verdict == ProbeVerdict.Failed)
        {
            LogFailed(_service, transition.Identity, state.ConsecutiveFailures, state.Last.Reason);
        }
        else if (transition.From is not null)
        {
            LogAnswers(_service, transition.Identity, state.Verdict, state.Last.Reason);
        }

        try
        {
            _listener(transition);
        }
        catch (Exception error)
        {
            LogFault(error, _service); // the next listener call is about another endpoint
        }
    }

    private void Schedule(TimeSpan delay)
    {
        if (delay != Timeout.InfiniteTimeSpan)
        {
            delay = TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(delay.TotalMilliseconds), 1, LongestTimer.TotalMilliseconds));
        }

        _timer.Change(delay, Timeout.InfiniteTimeSpan); // after disposal this changes nothing and says so by its result
    }

    private sealed record Order(ImmutableArray<Endpoint> Endpoints, ProbePolicy Policy);
}
