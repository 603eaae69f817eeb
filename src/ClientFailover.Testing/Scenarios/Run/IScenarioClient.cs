using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A client process of a scenario: the library under test, put together as an application would.</summary>
public interface IScenarioClient : IDisposable
{
    /// <summary>Sends the calls of the scenario.</summary>
    HttpMessageInvoker Invoker { get; }

    /// <summary>What the client knows of the service's endpoints.</summary>
    IEndpointPool Pool { get; }

    /// <summary>The pools of the client; what they tell is noted.</summary>
    IEndpointPoolRegistry Pools { get; }

    /// <summary>Reloads the options of the service.</summary>
    /// <param name="options">All of them, as in <see cref="Scenario.Policy"/>.</param>
    void Reload(ImmutableDictionary<string, string> options);
}
