using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What is known of a service's endpoints, and the fold that takes in one answer after the other. Immutable.</summary>
/// <remarks>
/// The last good list outlives failures. An answer that is empty or has collapsed (<see cref="RegistryGuardPolicy"/>) is disputed: what it lacks is kept for
/// a time, because registries have answered emptily while their services were well. An explicit "there is no such service" is believed.
/// </remarks>
public sealed record ResolutionState
{
    /// <summary>Nothing has been answered.</summary>
    public static readonly ResolutionState Initial = new();

    /// <summary>The endpoints as they are to be used.</summary>
    public EndpointSnapshot Snapshot { get; private init; } = EndpointSnapshot.None;

    /// <summary>The last answer; null before the first.</summary>
    public Resolution? Last { get; private init; }

    /// <summary>Whether a source has answered, be it with "not found", or an earlier list is recalled: a caller need not wait any longer.</summary>
    public bool HasAnswer { get; private init; }

    /// <summary>Whether the list is that of <see cref="Recall"/>: no source has answered yet.</summary>
    public bool IsRecalled { get; private init; }

    /// <summary>
    /// When the dispute over the kept endpoints ends and the source is believed; null when there is none, and while the source cannot be asked: nobody stands by
    /// the short answer then, and the time that is left runs on once somebody does.
    /// </summary>
    public MonotonicTime? DisputeEnds { get; private init; }

    /// <summary>What was left of the dispute when the source could no longer be asked; null when it can, or nothing is disputed.</summary>
    private TimeSpan? DisputeLeft { get; init; }

    /// <summary>When the sources were first found not to answer; null while they do.</summary>
    public MonotonicTime? LostAt { get; private init; }

    /// <summary>
    /// For how long no source has stood by the list: zero while one does, which is while it answers, or waits with us for a change; since it was first found not to answer; since before this process
    /// began, for a list that is recalled.
    /// </summary>
    public TimeSpan Age(MonotonicTime now) => (IsRecalled ? Snapshot.ConfirmedAt : LostAt) is { } since && now > since ? now - since : TimeSpan.Zero;

    /// <summary>The state with the list that an earlier run knew, to be used until a source answers; the same state once one has.</summary>
    /// <remarks>
    /// The first answer that has endpoints replaces the whole list, however short it is: what an earlier run knew may be long gone. Only one without any is
    /// disputed, as always. It is a new version even when it names the same: the list is a source's now, and who shows its age and source must see that.
    /// </remarks>
    /// <param name="endpoints">The list; an empty one recalls nothing.</param>
    /// <param name="source">Where it comes from, for explanations.</param>
    /// <param name="confirmedAt">When a source confirmed it; before this process began, perhaps.</param>
    public ResolutionState Recall(ImmutableArray<Endpoint> endpoints, string source, MonotonicTime confirmedAt) =>
        HasAnswer || endpoints.IsDefaultOrEmpty
            ? this
            : this with { HasAnswer = true, IsRecalled = true, Snapshot = Recalled(Distinct(endpoints, []), source, confirmedAt) };

    /// <summary>The state after one more answer.</summary>
    public ResolutionState Apply(Resolution resolution, MonotonicTime now, RegistryGuardPolicy guard)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        ArgumentNullException.ThrowIfNull(guard);
        return resolution switch
        {
            Resolution.Failed => Settle(now).Lose(resolution, now),
            Resolution.NotFound => Believe([], resolution, now),
            Resolution.Resolved resolved => Take(resolved, now, guard),
            _ => throw new ArgumentException($"Unknown kind of resolution: {resolution.GetType()}.", nameof(resolution)),
        };
    }

    /// <summary>The state at a later time: a dispute that has run out is settled in favour of the source.</summary>
    public ResolutionState Settle(MonotonicTime now) =>
        DisputeEnds is { } end && now >= end
            ? this with
            {
                DisputeEnds = null,
                Snapshot = Snapshot with { Endpoints = Snapshot.Endpoints[..^Snapshot.Unconfirmed], Unconfirmed = 0, Version = Snapshot.Version + 1 },
            }
            : this;

    private ResolutionState Lose(Resolution failed, MonotonicTime now) => this with
    {
        Last = failed,
        LostAt = LostAt ?? now,
        DisputeEnds = null,
        DisputeLeft = DisputeEnds is { } end ? end - now : DisputeLeft,
    };

    private EndpointSnapshot Recalled(ImmutableArray<Endpoint> endpoints, string source, MonotonicTime confirmedAt) =>
        new(endpoints, Snapshot.Version + 1, source, confirmedAt, Unconfirmed: endpoints.Length);

    private ResolutionState Take(Resolution.Resolved resolved, MonotonicTime now, RegistryGuardPolicy guard)
    {
        var settled = Settle(now);
        var known = settled.Snapshot;
        var answer = Distinct(resolved.Endpoints, known.Endpoints);
        if (answer.Length >= known.Endpoints.Length * guard.MinRemaining || (IsRecalled && !answer.IsEmpty))
        {
            return settled.Believe(answer, resolved, now);
        }

        // Disputed: what the answer has is taken as it says, what it lacks is kept behind it.
        var named = answer.Select(endpoint => endpoint.Identity).ToHashSet();
        var kept = known.Endpoints.RemoveAll(endpoint => named.Contains(endpoint.Identity));
        ImmutableArray<Endpoint> both = [.. answer, .. kept];
        var same = !IsRecalled && known.Unconfirmed == kept.Length && both.AsSpan().SequenceEqual(known.Endpoints.AsSpan());
        return settled with
        {
            Last = resolved,
            HasAnswer = true,
            IsRecalled = false,
            LostAt = null,
            DisputeEnds = settled.DisputeEnds ?? now + (settled.DisputeLeft ?? guard.DisputeTime),
            DisputeLeft = null,
            Snapshot = same
                ? known with { Source = resolved.Source, ConfirmedAt = now }
                : new(both, known.Version + 1, resolved.Source, now, kept.Length),
        };
    }

    private ResolutionState Believe(ImmutableArray<Endpoint> endpoints, Resolution resolution, MonotonicTime now)
    {
        var same = !IsRecalled && Snapshot.Unconfirmed == 0 && endpoints.AsSpan().SequenceEqual(Snapshot.Endpoints.AsSpan());
        return this with
        {
            Last = resolution,
            HasAnswer = true,
            IsRecalled = false,
            LostAt = null,
            DisputeEnds = null,
            DisputeLeft = null,
            Snapshot = same
                ? Snapshot with { Source = resolution.Source, ConfirmedAt = now }
                : new(endpoints, Snapshot.Version + 1, resolution.Source, now),
        };
    }

    /// <summary>The endpoints, each once: the first entry counts.</summary>
    private static ImmutableArray<Endpoint> Distinct(ImmutableArray<Endpoint> endpoints, ImmutableArray<Endpoint> known)
    {
        if (AreSame(endpoints, known))
        {
            return endpoints; // as the known ones are
        }

        var seen = new HashSet<EndpointIdentity>(endpoints.Length);
        foreach (var endpoint in endpoints)
        {
            if (!seen.Add(endpoint.Identity))
            {
                return [.. endpoints.DistinctBy(one => one.Identity)];
            }
        }

        return endpoints;
    }

    /// <summary>Whether the same endpoints stand in the same order, whatever is said of them: nearly always.</summary>
    private static bool AreSame(ImmutableArray<Endpoint> endpoints, ImmutableArray<Endpoint> known)
    {
        if (endpoints.Length != known.Length)
        {
            return false;
        }

        for (var i = 0; i < endpoints.Length; i++)
        {
            if (endpoints[i].Identity != known[i].Identity)
            {
                return false;
            }
        }

        return true;
    }
}
