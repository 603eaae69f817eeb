using System.Net;
using System.Runtime.InteropServices;

namespace ClientFailover.Testing;

/// <summary>What a simulated endpoint does with an attempt: settled when it arrives, so that its queue needs no queue.</summary>
/// <param name="Kind">How it ends.</param>
/// <param name="Status">The status of an answer.</param>
/// <param name="After">How long it takes.</param>
/// <param name="Life">Cancelled when the endpoint crashes before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Reply(ReplyKind Kind, HttpStatusCode Status, TimeSpan After, CancellationToken Life);
