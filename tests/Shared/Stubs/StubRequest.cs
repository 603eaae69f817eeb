namespace ClientFailover.Tests.Shared;

/// <summary>A request that arrived at a <see cref="StubServer"/>.</summary>
/// <param name="Number">Its place among all of them, from 0.</param>
/// <param name="Head">The request line and the headers.</param>
internal sealed record StubRequest(int Number, string Head);
