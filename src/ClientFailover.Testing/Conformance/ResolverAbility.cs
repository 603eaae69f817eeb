namespace ClientFailover.Testing;

/// <summary>What a registry, or the harness around it, can be made to do. A check that needs what a harness lacks is not applicable.</summary>
public enum ResolverAbility
{
    /// <summary>Tell an unknown or deleted service from one without instances: <see cref="IResolverHarness.DeleteAsync"/>, <see cref="IResolverHarness.Unknown"/>.</summary>
    Delete = 0,

    /// <summary>Know a service without instances.</summary>
    Empty = 1,

    /// <summary>Carry weights.</summary>
    Weights = 2,

    /// <summary>Name an instance twice.</summary>
    Duplicates = 3,

    /// <summary>Carry 5,000 instances.</summary>
    ManyEndpoints = 4,

    /// <summary>Answer with an error.</summary>
    Fail = 5,

    /// <summary>Answer late.</summary>
    Slow = 6,

    /// <summary>Take a question and never answer.</summary>
    Hang = 7,

    /// <summary>Go away and come back with what it knew.</summary>
    Restart = 8,

    /// <summary>Break off connections, or answers in their middle.</summary>
    Reset = 9,

    /// <summary>Say the same again, in another order.</summary>
    Repeat = 10,

    /// <summary>Count the rounds of questions: <see cref="IResolverHarness.Rounds"/>.</summary>
    Rounds = 11,

    /// <summary>Dispose the resolver. Found out without the harness: a resolver that cannot be disposed lacks it.</summary>
    Dispose = 12,
}
