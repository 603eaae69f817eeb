namespace ClientFailover.Http;

/// <summary>A body was to be sent again that is kept no more, or that another attempt goes on with.</summary>
internal sealed class BodyGoneException() : IOException("The body of the request is a stream, a part of which has been sent already; it cannot be sent again.");
