namespace ClientFailover.Http.Tests;

internal sealed record Answer(FailoverTrace? Trace, Exception? Error);
