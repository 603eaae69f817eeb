namespace ClientFailover.Testing;

/// <summary>What a <see cref="ScriptedTransport"/> does with an attempt: one of <see cref="TransportBehaviors"/>, or a function of your own.</summary>
/// <param name="request">The request as it would have been sent.</param>
/// <param name="time">The transport's clock.</param>
/// <param name="cancellationToken">Cancelled when the attempt is given up.</param>
/// <returns>The response; its <see cref="HttpResponseMessage.RequestMessage"/> is set by the transport.</returns>
public delegate Task<HttpResponseMessage> TransportBehavior(HttpRequestMessage request, TimeProvider time, CancellationToken cancellationToken);
