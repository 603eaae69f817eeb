using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace ClientFailover.Consul;

/// <summary>The validated options, copied: what the resolver reads. A class and not a record, so that no token is ever printed with it.</summary>
internal sealed class ConsulSettings
{
    private ConsulSettings(ConsulOptions options, Uri address)
    {
        Address = address;
        Datacenters = options.Datacenters.Count == 0 ? [""] : [.. options.Datacenters];
        Token = string.IsNullOrEmpty(options.Token) ? null : options.Token;
        TokenFile = string.IsNullOrEmpty(options.TokenFile) ? null : options.TokenFile;
        CaFile = string.IsNullOrEmpty(options.CaFile) ? null : options.CaFile;
        Wait = options.Wait;
        AnswerTimeout = options.AnswerTimeout;
        MinInterval = options.MinInterval;
        BackoffBase = options.BackoffBase;
        BackoffMax = options.BackoffMax;
        MaxAnswerBytes = options.MaxAnswerBytes;
        RegionKeys = options.RegionKeys.Count == 0 ? ["region"] : [.. options.RegionKeys];
        ZoneKeys = options.ZoneKeys.Count == 0 ? ["zone"] : [.. options.ZoneKeys];
        SubZoneKeys = options.SubZoneKeys.Count == 0 ? ["subzone"] : [.. options.SubZoneKeys];
        Stale = options.Consistency == ConsulConsistency.Stale;
    }

    /// <summary>The agent, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>At least one; the empty name is the agent's own datacenter.</summary>
    public ImmutableArray<string> Datacenters { get; }

    public string? Token { get; }

    public string? TokenFile { get; }

    public string? CaFile { get; }

    public TimeSpan Wait { get; }

    public TimeSpan AnswerTimeout { get; }

    public TimeSpan MinInterval { get; }

    public TimeSpan BackoffBase { get; }

    public TimeSpan BackoffMax { get; }

    public int MaxAnswerBytes { get; }

    public ImmutableArray<string> RegionKeys { get; }

    public ImmutableArray<string> ZoneKeys { get; }

    public ImmutableArray<string> SubZoneKeys { get; }

    public bool Stale { get; }

    /// <summary>Copies valid options.</summary>
    /// <exception cref="OptionsValidationException">They are not valid; it holds every mistake.</exception>
    public static ConsulSettings From(ConsulOptions options, Func<string, string?> environment)
    {
        var problems = ConsulOptionsValidator.Problems(options, environment);
        return problems.Count == 0 && ConsulAddress.TryRead(options, environment, out var address, out _)
            ? new ConsulSettings(options, address)
            : throw new OptionsValidationException(Options.DefaultName, typeof(ConsulOptions), problems);
    }
}
