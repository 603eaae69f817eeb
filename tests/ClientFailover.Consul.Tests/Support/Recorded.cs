using System.Text;

namespace ClientFailover.Consul.Tests;

/// <summary>Replies that a real Consul gave.</summary>
internal static class Recorded
{
    public static byte[] Response(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "consul", name + ".response"));

    /// <summary>The body of a chunked reply.</summary>
    public static byte[] Body(string name)
    {
        var text = Encoding.Latin1.GetString(Response(name));
        var rest = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var body = new StringBuilder();
        while (true)
        {
            var end = rest.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(rest[..end], 16);
            if (length == 0)
            {
                return Encoding.Latin1.GetBytes(body.ToString());
            }

            body.Append(rest, end + 2, length);
            rest = rest[(end + 2 + length + 2)..];
        }
    }
}
