using System.Text;
using Google.Protobuf;

namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>A protobuf message by field numbers: enough to read OTLP without its generated classes.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, object Value)> _fields = [];

    public static ProtoMessage Parse(byte[] bytes)
    {
        var message = new ProtoMessage();
        var input = new CodedInputStream(bytes);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            object value = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                WireFormat.WireType.Fixed32 => (ulong)input.ReadFixed32(),
                var other => throw new InvalidDataException($"Wire type {other}."),
            };
            message._fields.Add((WireFormat.GetTagFieldNumber(tag), value));
        }

        return message;
    }

    public bool Has(int field) => _fields.Any(one => one.Field == field);

    public IEnumerable<ProtoMessage> Messages(int field) => _fields.Where(one => one.Field == field).Select(one => Parse((byte[])one.Value));

    public ProtoMessage Message(int field) => Messages(field).FirstOrDefault() ?? new ProtoMessage();

    public byte[] Bytes(int field) => _fields.Where(one => one.Field == field).Select(one => (byte[])one.Value).FirstOrDefault() ?? [];

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public ulong Number(int field) => _fields.Where(one => one.Field == field).Select(one => (ulong)one.Value).FirstOrDefault();

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    /// <summary>Attributes: key 1, value 2 (string 1, bool 2, int 3).</summary>
    public Dictionary<string, string> Attributes(int field) => Messages(field).ToDictionary(
        pair => pair.Text(1),
        pair => pair.Message(2) is var value && value.Has(1) ? value.Text(1) : value.Number(3).ToString(System.Globalization.CultureInfo.InvariantCulture),
        StringComparer.Ordinal);
}
