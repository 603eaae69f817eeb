namespace ClientFailover.Consul;

/// <summary>Takes the elements of a list, one after the other. The bytes are valid during the call only.</summary>
internal interface IElementSink
{
    /// <summary>Takes an element; it may be anything but whole.</summary>
    void Add(ReadOnlySpan<byte> element);

    /// <summary>Takes the beginning of an element that is larger than what is read.</summary>
    void AddTooLarge(ReadOnlySpan<byte> beginning, int limit);
}
