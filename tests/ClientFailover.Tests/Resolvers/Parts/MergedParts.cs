namespace ClientFailover.Tests.Resolvers;

/// <summary>A merge of places that a test lets speak one by one, and what was published last.</summary>
internal sealed class MergedParts(params string[] titles)
{
    private PartMerge _merge = new("source", titles);

    /// <summary>What stands: the last that was published.</summary>
    public Resolution? Told { get; private set; }

    public IReadOnlyList<PartView> Views => _merge.Views;

    /// <summary>What is published when a place names these endpoints; null for nothing new.</summary>
    public Resolution? Named(int part, params string[] instances) => Said(part, new Resolution.Resolved("part", [.. instances.Select(Endpoint)]));

    public Resolution? NotFound(int part, string reason = "no entry") => Said(part, new Resolution.NotFound("part", reason));

    public Resolution? Failed(int part, string reason = "refused", Exception? error = null) => Said(part, new Resolution.Failed("part", reason, error));

    public Resolution? Said(int part, Resolution said) => Take(_merge.After(part, said));

    public Resolution? GraceOver() => Take(_merge.AfterGrace());

    public static Endpoint Endpoint(string instance) => new(new("10.0.0.1", 80)) { Instance = instance };

    public static string[] Names(Resolution? answer) => [.. Assert.IsType<Resolution.Resolved>(answer).Endpoints.Select(static endpoint => endpoint.Instance)];

    private Resolution? Take((PartMerge Next, Resolution? Publish) step)
    {
        _merge = step.Next;
        Told = step.Publish ?? Told;
        return step.Publish;
    }
}
