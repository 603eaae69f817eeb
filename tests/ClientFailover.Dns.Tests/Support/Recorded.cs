using System.Globalization;

namespace ClientFailover.Dns.Tests;

/// <summary>A question to a real server, and what it replied.</summary>
internal sealed record Recorded(string Name, byte[] Query, byte[] Reply, string[] Decoded)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "dns");

    /// <summary>All that have a reply, by folder and name: <c>bind/srv-web</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.reply.hex", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Folder, path).Replace('\\', '/').Replace(".reply.hex", "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static Recorded Read(string name) => new(
        name, Octets(name + ".query.hex"), Octets(name + ".reply.hex"), File.ReadAllLines(Path.Combine(Folder, name + ".txt")));

    public static byte[] ReplyOf(string name) => Octets(name + ".reply.hex");

    /// <summary>The words of each record of a section: owner, TTL, IN, type, data.</summary>
    public IEnumerable<string[]> Section(string section) =>
        Decoded.Where(line => line.StartsWith(section + " ", StringComparison.Ordinal))
            .Select(line => line[(section.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words.Length > 4);

    /// <summary>The question's name and type.</summary>
    public (string Name, string Type) Question
    {
        get
        {
            var words = Decoded[0].Split(' ');
            return (words[3], words[4]);
        }
    }

    /// <summary>The UDP size the question stated; 0 without EDNS.</summary>
    public int UdpSize => Decoded[0].Split("edns=") is [_, var size] ? int.Parse(size.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

    private static byte[] Octets(string file) => Convert.FromHexString(string.Concat(File.ReadAllText(Path.Combine(Folder, file)).Where(char.IsAsciiHexDigit)));
}
