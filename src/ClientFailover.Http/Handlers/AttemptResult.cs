using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>How an attempt ended: with a response or with an error.</summary>
internal readonly record struct AttemptResult(CallOutcome Outcome, HttpResponseMessage? Response, Exception? Error);
