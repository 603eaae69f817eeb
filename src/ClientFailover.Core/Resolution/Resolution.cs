using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>
/// A source's answer to "where is this service?": a closed set of three. "Could not ask" is never "nobody there":
/// a source that fails says <see cref="Failed"/>, and the last good list goes on serving.
/// </summary>
public abstract record Resolution
{
    private Resolution(string source) => Source = source;

    /// <summary>The resolver that answers, for explanations and metrics.</summary>
    public string Source { get; }

    /// <summary>The source was asked and these are the endpoints; possibly none.</summary>
    /// <remarks>An empty list, or one that collapsed, is disputed for a time (<see cref="RegistryGuardPolicy"/>): registries have been wrong before.</remarks>
    public sealed record Resolved : Resolution
    {
        /// <summary>Creates the answer.</summary>
        public Resolved(string source, ImmutableArray<Endpoint> endpoints)
            : base(source) => Endpoints = endpoints;

        /// <summary>The endpoints, in any order. Of several with the same identity the first is kept.</summary>
        public ImmutableArray<Endpoint> Endpoints { get; }

        /// <summary>What the source left out of the list and why: instances without a port, with an impossible weight. Each names the field.</summary>
        public ImmutableArray<string> Problems { get; init; } = [];

        /// <summary>Why this source serves and not another, where there are several; empty (the default) when there is nothing to say.</summary>
        public string Reason { get; init; } = "";
    }

    /// <summary>The source was asked and positively says that there is no such service: it was deleted, or never was. Believed at once.</summary>
    public sealed record NotFound : Resolution
    {
        /// <summary>Creates the answer.</summary>
        public NotFound(string source, string reason)
            : base(source) => Reason = reason;

        /// <summary>What the source said.</summary>
        public string Reason { get; }
    }

    /// <summary>The source could not be asked: unreachable, overloaded, an unreadable answer, no permission. Nothing is known; nothing changes.</summary>
    public sealed record Failed : Resolution
    {
        /// <summary>Creates the answer.</summary>
        /// <param name="source">The resolver.</param>
        /// <param name="reason">What went wrong, without secrets: it is logged and shown.</param>
        /// <param name="error">The exception, when there is one.</param>
        public Failed(string source, string reason, Exception? error = null)
            : base(source)
        {
            Reason = reason;
            Error = error;
        }

        /// <summary>What went wrong; never holds a token.</summary>
        public string Reason { get; }

        /// <summary>The exception, when there is one.</summary>
        public Exception? Error { get; }
    }
}
