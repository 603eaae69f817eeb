using System.Collections.Immutable;
using System.Net;

namespace ClientFailover.Dns;

/// <summary>Which server is asked first: the first of the list, or for a while the one that answered when it did not.</summary>
/// <remarks>Thread-safe; a race costs no more than one question asked of the wrong one first.</remarks>
internal sealed class ServerOrder(TimeProvider timeProvider)
{
    /// <summary>For how long a server that did not answer is not asked first: a dead one would cost its time-out with every question.</summary>
    internal static readonly TimeSpan Penalty = TimeSpan.FromSeconds(30);

    private sealed record Preference(IPEndPoint Server, long Since);

    private Preference? _preferred;

    /// <summary>The servers, the one to ask first at the front.</summary>
    public ImmutableArray<IPEndPoint> Of(ImmutableArray<IPEndPoint> servers)
    {
        var preferred = Volatile.Read(ref _preferred);
        return preferred is null || !servers.Contains(preferred.Server) || timeProvider.GetElapsedTime(preferred.Since) >= Penalty
            ? servers
            : servers.Remove(preferred.Server).Insert(0, preferred.Server);
    }

    /// <summary>Takes in who answered, after others had not.</summary>
    public void Answered(IPEndPoint server) => Volatile.Write(ref _preferred, new Preference(server, timeProvider.GetTimestamp()));
}
