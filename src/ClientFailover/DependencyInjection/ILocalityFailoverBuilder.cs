namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What <c>AddLocalityFailover()</c> returns: further sources of endpoints and policies are registered on it.</summary>
public interface ILocalityFailoverBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }
}
