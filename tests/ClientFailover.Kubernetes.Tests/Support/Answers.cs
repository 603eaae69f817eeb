using System.Collections.Immutable;
using System.Text;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>Bytes an API server gives.</summary>
internal static class Answers
{
    public const string WatchHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    public const string LastChunk = "0\r\n\r\n";

    public static byte[] Http(string body, int status = 200, string headers = "") =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static byte[] Chunk(string text) => Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    public static string List(int version, params IEnumerable<string> slices) =>
        $$$"""{"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1","metadata":{"resourceVersion":"{{{version}}}"},"items":[{{{string.Join(',', slices)}}}]}""";

    public static string Event(string type, string slice) => $$"""{"type":"{{type}}","object":{{slice}}}""" + "\n";

    public static string Slice(string name, int version, ImmutableArray<Endpoint> endpoints, string service = "orders") => $$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"shop","resourceVersion":"{{{version}}}","labels":{"kubernetes.io/service-name":"{{{service}}}"}},"addressType":"IPv4","endpoints":[{{{string.Join(',', endpoints.Select(static one => $$$"""{"addresses":["{{{one.Address.Host}}}"],"conditions":{"ready":true},"zone":"eu-1a"}"""))}}}],"ports":[{"name":"http","protocol":"TCP","port":{{{(endpoints.IsEmpty ? 8080 : endpoints[0].Address.Port)}}}}]}
        """;
}
