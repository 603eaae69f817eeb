using System.Net;

namespace ClientFailover;

/// <summary>Checks everything of a service but its endpoints: each value by itself, and then those that contradict each other.</summary>
internal sealed class PolicyOptionsValidator(KnownNames known, OptionsProblems problems)
{
    /// <param name="path">The path of <paramref name="own"/>.</param>
    /// <param name="own">What is checked.</param>
    /// <param name="defaults">What fills the gaps; checked by itself already.</param>
    public void Check(string path, ServiceOptions own, ServiceOptions defaults)
    {
        problems.Number($"{path}:{nameof(own.OverprovisioningFactor)}", own.OverprovisioningFactor, 1, 100, ", such as 1.4 for 140 %");
        problems.Ratio($"{path}:{nameof(own.PanicThreshold)}", own.PanicThreshold);
        Names(path, own);
        new TargetOptionsValidator(known, problems).Check(path, own, defaults);
        Priorities(path, own);
        Scopes($"{path}:{nameof(own.RoutingScopes)}", own.RoutingScopes);
        Networks($"{path}:{nameof(own.AllowedNetworks)}", own.AllowedNetworks);
        Latency($"{path}:{nameof(own.Latency)}", own, defaults);
        new OutlierOptionsValidator(problems).Check($"{path}:{nameof(own.OutlierDetection)}", own.OutlierDetection, defaults.OutlierDetection);
        new ReturnOptionsValidator(problems).Check(path, own, defaults);
        new SelectorOptionsValidator(problems).Check(path, own, defaults);
        Attempts($"{path}:{nameof(own.Attempts)}", own.Attempts, defaults.Attempts);
        Hedging($"{path}:{nameof(own.Hedging)}", own.Hedging);
        problems.Ratio($"{path}:{nameof(own.Shadow)}:{nameof(ShadowOptions.Share)}", own.Shadow.Share);
        problems.Count($"{path}:{nameof(own.Shadow)}:{nameof(ShadowOptions.MaxConcurrent)}", own.Shadow.MaxConcurrent, 1, 10_000);
        Budget($"{path}:{nameof(own.RetryBudget)}", own.RetryBudget);
        Timeouts($"{path}:{nameof(own.Timeouts)}", own.Timeouts, defaults.Timeouts);
        problems.Ratio($"{path}:{nameof(own.RegistryGuard)}:{nameof(RegistryGuardOptions.MinRemaining)}", own.RegistryGuard.MinRemaining);
        problems.Duration($"{path}:{nameof(own.RegistryGuard)}:{nameof(RegistryGuardOptions.DisputeTime)}", own.RegistryGuard.DisputeTime);
    }

    private void Names(string path, ServiceOptions own)
    {
        if (own.Balancing is { } picker && !known.Pickers.Contains(picker, StringComparer.Ordinal))
        {
            problems.Add($"{path}:{nameof(own.Balancing)}", picker, $"is not a registered picker; write one of {string.Join(", ", known.Pickers)}");
        }

        for (var i = 0; i < own.Sources.Count; i++)
        {
            var at = $"{path}:{nameof(own.Sources)}:{i}";
            if (!known.Sources.Contains(own.Sources[i], StringComparer.Ordinal))
            {
                problems.Add(at, own.Sources[i], $"is not a registered resolver; write one of {string.Join(", ", known.Sources)}, or register it");
            }
            else if (own.Sources.IndexOf(own.Sources[i]) < i)
            {
                problems.Add(at, own.Sources[i], "is named twice; remove one");
            }
        }
    }

    private void Priorities(string path, ServiceOptions own)
    {
        var seen = new HashSet<FailoverPriorityLabel>();
        for (var i = 0; i < own.FailoverPriority.Count; i++)
        {
            var at = $"{path}:{nameof(own.FailoverPriority)}:{i}";
            var text = own.FailoverPriority[i];
            if (ParseLabel(text) is not { } label)
            {
                problems.Add(at, text, "is not a failover priority label; write key, or key=value with one '='");
            }
            else if (!seen.Add(label))
            {
                problems.Add(at, text, "is named twice; remove one");
            }
        }

        foreach (var (from, to) in own.RegionFailover)
        {
            var at = $"{path}:{nameof(own.RegionFailover)}:{from}";
            if (string.IsNullOrWhiteSpace(from) || string.IsNullOrWhiteSpace(to))
            {
                problems.Add(at, to, "is not a rule; write the lost region as the key and the region to prefer as the value");
            }
            else if (string.Equals(from, to, StringComparison.Ordinal))
            {
                problems.Add(at, to, "leads back to the lost region; write another region");
            }
            else
            {
                problems.Exact(at, to);
            }
        }
    }

    private void Scopes(string path, IList<string> scopes)
    {
        for (var i = 0; i < scopes.Count; i++)
        {
            if (!Enum.GetNames<RoutingScope>().Contains(scopes[i], StringComparer.OrdinalIgnoreCase))
            {
                problems.Add($"{path}:{i}", scopes[i], $"is not a scope; write one of {string.Join(", ", Enum.GetNames<RoutingScope>())}");
            }
        }
    }

    private void Networks(string path, IList<string> networks)
    {
        for (var i = 0; i < networks.Count; i++)
        {
            if (!IPNetwork.TryParse(networks[i]?.Trim(), out _))
            {
                problems.Add($"{path}:{i}", networks[i], "is not a network; write its first address and prefix length, such as 10.0.0.0/8 or fd00::/8");
            }
        }
    }

    private void Latency(string path, ServiceOptions service, ServiceOptions defaults)
    {
        var own = service.Latency;
        problems.PositiveDuration($"{path}:{nameof(own.Decay)}", own.Decay);
        problems.Duration($"{path}:{nameof(own.FailurePenalty)}", own.FailurePenalty);
        problems.Duration($"{path}:{nameof(own.FailurePause)}", own.FailurePause);
        problems.Duration($"{path}:{nameof(own.MaxFailurePause)}", own.MaxFailurePause);

        var whole = PolicyFactory.Latency(service, defaults);
        problems.NotBelow(path, nameof(own.MaxFailurePause), own.MaxFailurePause, whole.MaxFailurePause, nameof(own.FailurePause), own.FailurePause, whole.FailurePause);
    }

    private void Attempts(string path, AttemptOptions own, AttemptOptions defaults)
    {
        problems.Count($"{path}:{nameof(own.MaxAttempts)}", own.MaxAttempts, 1, 10, " (1 means no retry)");
        problems.Duration($"{path}:{nameof(own.BackoffBase)}", own.BackoffBase);
        problems.Number($"{path}:{nameof(own.BackoffFactor)}", own.BackoffFactor, 1, 100);
        problems.Duration($"{path}:{nameof(own.BackoffMax)}", own.BackoffMax);

        problems.Count($"{path}:{nameof(own.MaxBufferedBody)}", own.MaxBufferedBody, 0, 1 << 30, " (bytes; 0 buffers nothing)");
        for (var i = 0; i < own.Routes.Count; i++)
        {
            Route($"{path}:{nameof(own.Routes)}:{i}", own.Routes[i]);
        }

        var whole = PolicyFactory.Attempts(own, defaults);
        problems.NotBelow(path, nameof(own.BackoffMax), own.BackoffMax, whole.BackoffMax, nameof(own.BackoffBase), own.BackoffBase, whole.BackoffBase);
    }

    private void Route(string path, RouteOptions own)
    {
        if (own.Path is { } text && (!text.StartsWith('/') || text.IndexOf('*', StringComparison.Ordinal) is var star && star >= 0 && star < text.Length - 1))
        {
            problems.Add($"{path}:{nameof(own.Path)}", text, "is not a path; write one that begins with a slash, such as /search, or /reports/* for all that begin like it");
        }

        if (own.Method is { } method && (method.Length == 0 || !method.All(char.IsAsciiLetter)))
        {
            problems.Add($"{path}:{nameof(own.Method)}", method, "is not a method; write one such as POST, or leave it out for all");
        }

        if (own.Repeat is null)
        {
            problems.Add($"{path}:{nameof(own.Repeat)}", own.Repeat, $"says nothing; write one of {string.Join(", ", Enum.GetNames<Repeatability>())}");
        }
    }

    private void Hedging(string path, HedgingOptions own)
    {
        problems.Number($"{path}:{nameof(own.RescueFactor)}", own.RescueFactor, 1, 100);
        problems.PositiveDuration($"{path}:{nameof(own.MinRescueDelay)}", own.MinRescueDelay);
        problems.Number($"{path}:{nameof(own.LatencyQuantile)}", own.LatencyQuantile, 0.5, 0.999, ", such as 0.95");
    }

    private void Budget(string path, RetryBudgetOptions own)
    {
        problems.Ratio($"{path}:{nameof(own.Ratio)}", own.Ratio);
        problems.Number($"{path}:{nameof(own.MinPerSecond)}", own.MinPerSecond, 0, 1_000_000);
        problems.Duration($"{path}:{nameof(own.Window)}", own.Window, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        problems.Count($"{path}:{nameof(own.ThrottleTokens)}", own.ThrottleTokens, 0, 1000, " (0 switches the throttle off)");
        problems.Number($"{path}:{nameof(own.ThrottleRatio)}", own.ThrottleRatio, 0.001, 1000);
    }

    private void Timeouts(string path, TimeoutOptions own, TimeoutOptions defaults)
    {
        problems.TimeOut($"{path}:{nameof(own.Connect)}", own.Connect);
        problems.TimeOut($"{path}:{nameof(own.Tls)}", own.Tls);
        problems.TimeOut($"{path}:{nameof(own.Attempt)}", own.Attempt);
        problems.TimeOut($"{path}:{nameof(own.Total)}", own.Total);
        problems.TimeOut($"{path}:{nameof(own.FirstResolution)}", own.FirstResolution);
        problems.TimeOut($"{path}:{nameof(own.Drain)}", own.Drain);

        // A time-out that is off contradicts nothing: the other one alone bounds the call.
        var whole = PolicyFactory.Timeouts(own, defaults);
        if (whole.Total != Timeout.InfiniteTimeSpan)
        {
            problems.NotBelow(path, nameof(own.Total), own.Total, whole.Total, nameof(own.Attempt), own.Attempt, whole.Attempt);
        }
    }

    private static FailoverPriorityLabel? ParseLabel(string? text)
    {
        try
        {
            return text is null ? null : FailoverPriorityLabel.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
