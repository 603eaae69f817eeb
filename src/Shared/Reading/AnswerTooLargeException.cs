namespace ClientFailover;

/// <summary>An answer is larger than the options allow; the rest of it was not read.</summary>
internal sealed class AnswerTooLargeException(long limit)
    : Exception($"the answer is larger than {limit} bytes; raise MaxAnswerBytes if the service is really that large");
