using System.Collections.Immutable;

namespace ClientFailover.Dns;

/// <summary>
/// The answers one watch holds, each until its TTL ends: a round asks only for what has expired. An answer that has expired is kept for the case that nobody can be asked.
/// </summary>
/// <remarks>One watch reads it, by several questions at a time.</remarks>
internal sealed class LookupCache(DnsClient client, Func<double> random)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, DnsType Type), Entry> _entries = [];
    private readonly Dictionary<(string Name, DnsType Type), Trouble> _troubles = [];
    private ResolvConf _system = ResolvConf.Default;
    private int _asked;

    private sealed record Entry(RecordSet Set, long AskedAt, TimeSpan Lifetime)
    {
        public bool IsUsed { get; set; }
    }

    /// <summary>A question that failed in a round which did not: its pause grows (RFC 9520, 3.2), for nothing else makes that round wait.</summary>
    private sealed record Trouble(RecordSet Set, int Failures, long Since, TimeSpan Pause)
    {
        public bool IsUsed { get; set; }
    }

    /// <summary>How many questions this round has asked of servers.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Begins a round.</summary>
    public void Begin(ResolvConf system)
    {
        _system = system;
        _asked = 0;
        foreach (var entry in _entries.Values)
        {
            entry.IsUsed = false;
        }

        foreach (var trouble in _troubles.Values)
        {
            trouble.IsUsed = false;
        }
    }

    /// <summary>Ends a round that failed as a whole: the watch itself makes the pause, and then all is asked.</summary>
    public void Fail() => _troubles.Clear();

    /// <summary>Ends a round: forgets what it did not use. Returns when the first of the rest expires, from now.</summary>
    public TimeSpan End()
    {
        var first = client.Settings.MaxRefresh;
        foreach (var (key, entry) in _entries)
        {
            if (!entry.IsUsed)
            {
                _entries.Remove(key);
            }
            else if (!_troubles.ContainsKey(key) && Left(entry) < first)
            {
                first = Left(entry);
            }
        }

        foreach (var (key, trouble) in _troubles)
        {
            if (!trouble.IsUsed)
            {
                _troubles.Remove(key);
            }
            else if (Left(trouble) < first)
            {
                first = Left(trouble);
            }
        }

        return first;
    }

    /// <summary>The answer for a name and type: the one that holds still, or a new one.</summary>
    public async Task<RecordSet> AskAsync(string name, DnsType type, CancellationToken cancellationToken)
    {
        var key = (name, type);
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                known.IsUsed = true;
                if (Left(known) > TimeSpan.Zero)
                {
                    return known.Set;
                }
            }

            if (_troubles.TryGetValue(key, out var trouble))
            {
                trouble.IsUsed = true;
                if (Left(trouble) > TimeSpan.Zero)
                {
                    return trouble.Set;
                }
            }
        }

        var set = await AskServersAsync(name, type, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            Keep(key, set, client.TimeProvider.GetTimestamp());
        }

        return set;
    }

    private void Keep((string Name, DnsType Type) key, RecordSet set, long now)
    {
        if (set.Failure is null)
        {
            var lifetime = set.Ttl ?? client.Settings.MinRefresh;
            lifetime = lifetime > client.Settings.MaxRefresh ? client.Settings.MaxRefresh : lifetime;
            _entries[key] = new(set, now, lifetime) { IsUsed = true };
            _troubles.Remove(key);
        }
        else
        {
            var failures = (_troubles.GetValueOrDefault(key)?.Failures ?? 0) + 1;
            _troubles[key] = new(set, failures, now, RefreshPacing.AfterFailure(failures, client.Settings, random())) { IsUsed = true };
        }
    }

    /// <summary>The last good answer, however old; null when there was none.</summary>
    public RecordSet? LastGood(string name, DnsType type)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault((name, type))?.Set;
        }
    }

    private TimeSpan Left(Entry entry) => entry.Lifetime - client.TimeProvider.GetElapsedTime(entry.AskedAt);

    private TimeSpan Left(Trouble trouble) => trouble.Pause - client.TimeProvider.GetElapsedTime(trouble.Since);

    /// <summary>The lesser of a TTL and those of the targets' addresses that came along: they are used for as long as the records that name them.</summary>
    private static uint WithAddresses(uint ttl, ImmutableArray<DnsRecord> records, ImmutableArray<DnsRecord> along)
    {
        if (along.IsEmpty)
        {
            return ttl;
        }

        var targets = records.Select(static record => record.Target).ToHashSet(StringComparer.Ordinal);
        return along.Where(record => targets.Contains(record.Name)).Aggregate(ttl, static (least, record) => Math.Min(least, record.Ttl));
    }

    private async Task<RecordSet> AskServersAsync(string name, DnsType type, CancellationToken cancellationToken)
    {
        var (steps, ttl, asked) = (0, uint.MaxValue, name);
        while (true)
        {
            Interlocked.Increment(ref _asked);
            var reply = await client.AskAsync(_system, asked, type, cancellationToken).ConfigureAwait(false);
            if (reply.Message is not { } message)
            {
                return new() { Failure = reply.Failure, Error = reply.Error };
            }

            var begin = asked.ToLowerInvariant();
            var chain = AliasChain.Follow(message, begin, type, ref steps);
            ttl = Math.Min(ttl, chain.Ttl);
            if (!chain.Records.IsEmpty)
            {
                ttl = type == DnsType.Srv ? WithAddresses(ttl, chain.Records, message.Additional) : ttl;
                return new() { Records = chain.Records, Additional = message.Additional, Problems = message.Problems, Ttl = TimeSpan.FromSeconds(ttl) };
            }

            if (steps > AliasChain.MaxSteps)
            {
                return new() { Failure = $"{type} of {name}: more than {AliasChain.MaxSteps} aliases (CNAME) follow one another; one of them leads back" };
            }

            if (message.Code == DnsResponseCode.NXDomain || message.NegativeTtl is not null || string.Equals(chain.Name, begin, StringComparison.Ordinal))
            {
                // The end of the chain was asked about, and there is none. An alias of what is not there exists itself.
                var negative = Math.Min(ttl, message.NegativeTtl ?? uint.MaxValue);
                return new()
                {
                    IsNoName = message.Code == DnsResponseCode.NXDomain,
                    Problems = message.Problems,
                    Ttl = negative == uint.MaxValue ? null : TimeSpan.FromSeconds(negative),
                };
            }

            // The chain left the server's zones: it is gone on from there.
            asked = chain.Name;
        }
    }
}
