using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace ClientFailover.Http.Tests;

/// <summary>Calls as a gRPC library makes them over a handler: POST over HTTP/2, contents without a length, messages with five bytes before them, the status in the trailers or the headers.</summary>
internal sealed class GrpcClient(HttpMessageHandler handler, string service = "orders") : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(handler);

    /// <summary>A request whose message is written once the connection asks for it.</summary>
    public static HttpRequestMessage Request(string method, HttpContent content, string service = "orders") => new(HttpMethod.Post, $"http://{service}/demo.Echo/{method}")
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = content,
        Headers = { { "te", "trailers" } },
    };

    /// <summary>One call, whose answer may be a stream.</summary>
    public Task<HttpResponseMessage> SendAsync(string method, HttpContent content, Action<HttpRequestMessage>? with = null, CancellationToken cancellationToken = default)
    {
        var request = Request(method, content, service);
        with?.Invoke(request);
        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>One unary call, read to its end.</summary>
    public async Task<GrpcReply> CallAsync(string method, string message = "x", Action<HttpRequestMessage>? with = null, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(method, new UnaryContent(Encoding.UTF8.GetBytes(message)), with, cancellationToken);
        return await GrpcReply.ReadAsync(response, cancellationToken);
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>A message with the five bytes before it: not compressed, its length.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(5));
        return frame;
    }

    /// <summary>The next message of an answer; null at its end.</summary>
    public static async Task<string?> ReadAsync(Stream body, CancellationToken cancellationToken = default)
    {
        _ = await body.ReadAsync(Memory<byte>.Empty, cancellationToken); // as grpc-dotnet does, to have no buffer while it waits
        var head = new byte[5];
        if (await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) == 0)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await body.ReadExactlyAsync(message, cancellationToken);
        return Encoding.UTF8.GetString(message);
    }

    private static readonly MediaTypeHeaderValue Grpc = new("application/grpc");

    /// <summary>Writes one message. May be read again, as any content may that is made from a message; it counts how often.</summary>
    internal sealed class UnaryContent : HttpContent
    {
        private readonly byte[] _message;

        public UnaryContent(byte[] message)
        {
            _message = message;
            Headers.ContentType = Grpc;
        }

        public int Written { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Written++;
            return stream.WriteAsync(Frame(_message)).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }

    /// <summary>A stream of messages, written when the test likes, straight to the connection. Can be written but once.</summary>
    internal sealed class StreamingContent : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StreamingContent() => Headers.ContentType = Grpc;

        public bool IsStarted => _stream.Task.IsCompleted;

        public async Task WriteAsync(string message, CancellationToken cancellationToken = default)
        {
            var stream = await _stream.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync(Frame(Encoding.UTF8.GetBytes(message)), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }

        public void Complete() => _complete.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync(); // the headers
            _stream.SetResult(stream); // throws when it is written a second time
            await _complete.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
