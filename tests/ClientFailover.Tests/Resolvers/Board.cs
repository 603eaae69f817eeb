using ClientFailover.Testing;

namespace ClientFailover.Tests.Resolvers;

/// <summary>A board of the targets kubernetes, consul and dns, at times that a test chooses.</summary>
internal sealed class Board(FailoverPolicy policy, params int[] levels)
{
    /// <summary>The options may change while it runs.</summary>
    public FailoverPolicy Policy { get; set; } = policy;

    private readonly TargetBoard _board = new([.. Targets(levels)]);

    /// <summary>Who was asked so far.</summary>
    public List<int> Asked { get; } = [];

    public double? NextReview => _board.NextReview is { } time ? time.Ticks / (double)TimeSpan.TicksPerSecond : null;

    public static FailoverPolicy Ordered { get; } = FailoverPolicy.Default with { Failback = FailbackPolicy.Default with { Jitter = 0 } };

    public static FailoverPolicy Merged { get; } = Ordered with { Composition = TargetComposition.Merged };

    /// <summary>What is said at a time, without an answer; null for nothing new.</summary>
    public Resolution? At(double second)
    {
        var now = Time(second);
        Asked.AddRange(_board.ToAsk(now, Policy));
        return _board.Review(now, Policy, 0);
    }

    /// <summary>What is said when a target names endpoints.</summary>
    public Resolution? Named(double second, int target, params Endpoint[] endpoints) => Said(second, target, new Resolution.Resolved("source", [.. endpoints]));

    public Resolution? NotFound(double second, int target) => Said(second, target, new Resolution.NotFound("source", "no entry"));

    public Resolution? Failed(double second, int target) => Said(second, target, new Resolution.Failed("source", "down"));

    public static string[] AddressesOf(Resolution? answer) => [.. Assert.IsType<Resolution.Resolved>(answer).Endpoints.Select(endpoint => endpoint.Address.Host)];

    private Resolution? Said(double second, int target, Resolution answer)
    {
        Assert.Contains(target, Asked);
        _board.Take(target, answer, Time(second), Policy);
        return At(second);
    }

    private static MonotonicTime Time(double second) => MonotonicTime.Zero + TimeSpan.FromSeconds(second);

    private static IEnumerable<ResolverTarget> Targets(int[] levels)
    {
        string[] names = ["kubernetes", "consul", "dns"];
        var nobody = new SharedSource(new ScriptedResolver(), TimeProvider.System, new Entropy(1));
        return names.Select((name, i) => new ResolverTarget(new(name, null) { Level = levels.ElementAtOrDefault(i) }, nobody, IsSettled: false));
    }
}
