namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What the extensions of locality failover hang on: each resolver's package adds its own <c>Add…</c> method to it.</summary>
public interface ILocalityFailoverBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }
}
