using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ClientFailover.Consul.Tests;

/// <summary>Made-up answers, for what no recording shows.</summary>
internal static class Answers
{
    /// <summary>An instance as Consul writes it; the callbacks change what matters to a test.</summary>
    public static JsonObject Instance(string id = "web-1", Action<JsonObject>? service = null, Action<JsonObject>? node = null, params (string Id, string Status)[] checks)
    {
        var nodePart = new JsonObject { ["ID"] = "", ["Node"] = "n1", ["Address"] = "10.0.0.1", ["Datacenter"] = "dc-east", ["Meta"] = null, ["TaggedAddresses"] = null };
        var servicePart = new JsonObject
        {
            ["ID"] = id,
            ["Service"] = "web",
            ["Tags"] = new JsonArray(),
            ["Address"] = "",
            ["Meta"] = null,
            ["Port"] = 8080,
            ["Weights"] = new JsonObject { ["Passing"] = 1, ["Warning"] = 1 },
        };
        service?.Invoke(servicePart);
        node?.Invoke(nodePart);
        return new JsonObject
        {
            ["Node"] = nodePart,
            ["Service"] = servicePart,
            ["Checks"] = new JsonArray([.. checks.Select(static check => new JsonObject { ["CheckID"] = check.Id, ["Status"] = check.Status })]),
        };
    }

    public static string List(params JsonObject?[] instances) => new JsonArray([.. instances]).ToJsonString();

    public static byte[] Http(string body, string index, HttpStatusCode status = HttpStatusCode.OK) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {(int)status} X\r\nX-Consul-Index: {index}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static HttpResponseMessage Message(string body, string? index, HttpStatusCode status = HttpStatusCode.OK)
    {
        var message = new HttpResponseMessage(status) { Content = new StringContent(body) };
        if (index is not null)
        {
            message.Headers.TryAddWithoutValidation("x-consul-index", index);
        }

        return message;
    }
}
