using System.Text;
using System.Text.Json;

namespace ClientFailover.Consul;

/// <summary>Finds out which instance an element is that cannot be read, as far as it can be read.</summary>
internal static class ElementName
{
    private const int MaxLength = 100;

    /// <summary>The instance as it is called elsewhere, <c>datacenter/node/service ID</c>, with a question mark for what is not found, and the last field that begins in <paramref name="element"/>.</summary>
    public static (string Instance, string Field) Of(ReadOnlySpan<byte> element, string datacenter)
    {
        string[] path = ["", "", "", ""];
        var (node, id) = ("?", "?");
        var reader = new Utf8JsonReader(element, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth <= path.Length)
                {
                    path[reader.CurrentDepth - 1] = Text(ref reader);
                    path.AsSpan(reader.CurrentDepth).Clear();
                }
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 2)
                {
                    node = path is ["Node", "Node", ..] ? Text(ref reader) : node;
                    datacenter = path is ["Node", "Datacenter", ..] ? Text(ref reader) : datacenter;
                    id = path is ["Service", "ID", ..] ? Text(ref reader) : id;
                }
            }
        }
        catch (JsonException)
        {
            // No further.
        }

        return ($"{datacenter}/{node}/{id}", string.Join('.', path.Where(static part => !string.IsNullOrEmpty(part))));
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        // Not GetString, which takes offence at bytes that are no text.
        var text = Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, MaxLength)]);
        return string.Concat(text.Where(static c => !char.IsControl(c)));
    }
}
