using ClientFailover.Testing;

namespace ClientFailover.Tests;

/// <summary>Steady calls in virtual time, each of one attempt: what a pool makes of how they end.</summary>
internal sealed class Traffic(PoolFixture fixture, IEndpointPool pool, int perSecond = 200)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(1);

    /// <summary>How an attempt at an endpoint ends. A second value is its latency in milliseconds.</summary>
    public Func<Endpoint, OutcomeKind> Outcome { get; set; } = _ => OutcomeKind.Success;

    /// <summary>What is asked for, one at random each time; none by default.</summary>
    public string[] Routes { get; set; } = [];

    /// <summary>How an attempt ends by its route too, where that matters.</summary>
    public Func<Endpoint, string, OutcomeKind>? RouteOutcome { get; set; }

    /// <summary>The utilization that an endpoint reports; null for none.</summary>
    public Func<Endpoint, float?> Utilization { get; set; } = _ => null;

    /// <summary>The endpoints of all attempts so far, with the second of each.</summary>
    public List<(double At, Endpoint Endpoint, OutcomeKind Kind)> Attempts { get; } = [];

    public double Now => new TimeSpan(fixture.Time.Now.Ticks).TotalSeconds;

    public async Task RunAsync(double seconds)
    {
        for (var until = Now + seconds; Now < until - 0.001;)
        {
            for (var i = 0; i < perSecond * Step.TotalSeconds; i++)
            {
                var pick = pool.Pick();
                var route = Routes.Length == 0 ? null : Routes[_random.Next(Routes.Length)];
                var kind = route is not null && RouteOutcome is not null ? RouteOutcome(pick.Endpoint, route) : Outcome(pick.Endpoint);
                Attempts.Add((Now, pick.Endpoint, kind));
                pick.Complete(new(kind, TimeSpan.FromMilliseconds(5)) { Utilization = Utilization(pick.Endpoint), Route = kind != OutcomeKind.Success || pool.WantsRoutes ? route : null });
                await PoolFixture.SettledAsync(pool);
            }

            fixture.Time.Advance(Step);
            await PoolFixture.SettledAsync(pool);
        }
    }

    /// <summary>The share of the attempts from a time on that went to a zone.</summary>
    public double ShareOf(string zone, double from, double to = double.MaxValue)
    {
        var window = Attempts.Where(attempt => attempt.At >= from && attempt.At < to).ToList();
        return window.Count(attempt => attempt.Endpoint.Locality.Zone == zone) / (double)window.Count;
    }
}
