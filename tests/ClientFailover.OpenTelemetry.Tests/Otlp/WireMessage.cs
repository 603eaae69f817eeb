using Google.Protobuf;

namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>A protobuf message read without its schema: fields by number, each as it stands on the wire. Which number means what is told by the callers.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Number, ulong Value, byte[]? Bytes)> _fields = [];

    public WireMessage(byte[] bytes)
    {
        using var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            _fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (number, input.ReadUInt64(), null),
                WireFormat.WireType.Fixed64 => (number, input.ReadFixed64(), null),
                WireFormat.WireType.Fixed32 => (number, input.ReadFixed32(), null),
                WireFormat.WireType.LengthDelimited => (number, 0, input.ReadBytes().ToByteArray()),
                var other => throw new InvalidDataException($"Field {number} has the wire type {other}."),
            });
        }
    }

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    public IEnumerable<WireMessage> Messages(int number) => from field in _fields where field.Number == number select new WireMessage(field.Bytes!);

    /// <summary>The only message of this number; an empty one where it was left out.</summary>
    public WireMessage Message(int number) => new(Bytes(number));

    public byte[] Bytes(int number) => _fields.SingleOrDefault(field => field.Number == number).Bytes ?? [];

    public string Text(int number) => System.Text.Encoding.UTF8.GetString(Bytes(number));

    public long Integer(int number) => (long)_fields.SingleOrDefault(field => field.Number == number).Value;

    public double Double(int number) => BitConverter.Int64BitsToDouble(Integer(number));

    /// <summary>A repeated number of eight bytes, packed or one by one: the wire allows both.</summary>
    public double[] Doubles(int number) => [.. Eights(number).Select(BitConverter.Int64BitsToDouble)];

    /// <inheritdoc cref="Doubles"/>
    public long[] Eights(int number) =>
    [
        .. from field in _fields
           where field.Number == number
           from value in field.Bytes?.Chunk(8).Select(static eight => BitConverter.ToInt64(eight)) ?? [(long)field.Value]
           select value,
    ];
}
