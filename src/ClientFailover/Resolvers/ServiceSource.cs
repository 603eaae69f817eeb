namespace ClientFailover;

/// <summary>Where a service's endpoints come from.</summary>
/// <param name="Resolver">Who says.</param>
/// <param name="IsSettled">Whether the registry guard has seen to the answers already: they are composed of several targets.</param>
internal readonly record struct ServiceSource(IEndpointResolver Resolver, bool IsSettled);
