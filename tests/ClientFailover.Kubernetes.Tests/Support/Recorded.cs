using System.Text.Json;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>Answers that a real API server gave: see the README beside them.</summary>
internal static class Recorded
{
    public static byte[] Response(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".response.http"));

    public static byte[] Body(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".body"));

    /// <summary>Writes an answer as it came: read by read, as the recorder's socket gave them. Without the recorded pauses.</summary>
    /// <param name="name">The recording.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="gate">Entered before each read, so that a test says when; null to wait for nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task ReplayAsync(string name, Stream stream, SemaphoreSlim? gate, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder, name + ".json"), cancellationToken));
        var bytes = Response(name);
        foreach (var read in document.RootElement.GetProperty("reads").EnumerateArray())
        {
            await (gate?.WaitAsync(cancellationToken) ?? Task.CompletedTask);
            await stream.WriteAsync(bytes.AsMemory(read.GetProperty("offset").GetInt32(), read.GetProperty("length").GetInt32()), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "fixtures", "kubernetes");
}
