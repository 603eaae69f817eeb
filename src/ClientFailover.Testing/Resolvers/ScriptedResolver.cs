using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ClientFailover.Testing;

/// <summary>A resolver that says what a test tells it to, and counts who is listening.</summary>
/// <remarks>
/// What was scripted last for a service holds: active watches obey at once, and a watch that starts later begins with it. So a failure
/// (<see cref="Throw"/>, <see cref="End"/>, <see cref="Hang"/>) meets every new watch until the next <see cref="Publish(ServiceName, Resolution)"/>.
/// A service of which nothing was scripted hangs. Thread-safe.
/// </remarks>
public sealed class ScriptedResolver : IEndpointResolver
{
    private readonly ConcurrentDictionary<ServiceName, WatchScript> _scripts = new();

    /// <summary>Creates a resolver.</summary>
    /// <param name="name">Its name; <c>scripted</c> by default.</param>
    public ScriptedResolver(string name = "scripted")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Gives an answer to every watch of the service.</summary>
    public void Publish(ServiceName service, Resolution resolution)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        Script(service).Publish(resolution);
    }

    /// <summary>Gives a list of endpoints to every watch of the service.</summary>
    public void Publish(string service, params ReadOnlySpan<Endpoint> endpoints) =>
        Publish(ServiceName.Parse(service), new Resolution.Resolved(Name, [.. endpoints]));

    /// <summary>Makes every watch of the service throw <paramref name="error"/>.</summary>
    public void Throw(ServiceName service, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Script(service).Stop(error);
    }

    /// <summary>Makes every watch of the service end without an error.</summary>
    public void End(ServiceName service) => Script(service).Stop(error: null);

    /// <summary>Makes every watch of the service say nothing more until it is cancelled.</summary>
    public void Hang(ServiceName service) => Script(service).Hang();

    /// <summary>How many watches of the service are running now.</summary>
    public int ActiveWatches(ServiceName service) => Script(service).Active.Count;

    /// <summary>How many watches of the service were ever started: one, unless a watch failed.</summary>
    public int StartedWatches(ServiceName service) => Script(service).Started.Count;

    /// <summary>Waits until exactly <paramref name="count"/> watches of the service are running.</summary>
    /// <param name="service">The service.</param>
    /// <param name="count">How many; 0 to see that all have gone.</param>
    /// <param name="deadline">How long to wait, in real time.</param>
    /// <exception cref="TimeoutException">The deadline passed; the message tells how many there are.</exception>
    public Task WaitForActiveWatchesAsync(ServiceName service, int count, TimeSpan deadline) =>
        Script(service).Active.WaitAsync(active => active == count, $"{count} active watches of {service}", deadline);

    /// <summary>Waits until at least <paramref name="count"/> watches of the service have been started.</summary>
    /// <param name="service">The service.</param>
    /// <param name="count">How many, counted from the resolver's creation.</param>
    /// <param name="deadline">How long to wait, in real time.</param>
    /// <exception cref="TimeoutException">The deadline passed; the message tells how many there were.</exception>
    public Task WaitForStartedWatchesAsync(ServiceName service, int count, TimeSpan deadline) =>
        Script(service).Started.WaitAsync(started => started >= count, $"{count} started watches of {service}", deadline);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var script = Script(service);
        var watch = script.Start();
        try
        {
            await foreach (var resolution in watch.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return resolution;
            }
        }
        finally
        {
            script.Remove(watch);
        }
    }

    private WatchScript Script(ServiceName service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return _scripts.GetOrAdd(service, static _ => new WatchScript());
    }
}
