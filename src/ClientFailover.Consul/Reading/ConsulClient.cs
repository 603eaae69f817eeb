using System.Net;
using System.Text;

namespace ClientFailover.Consul;

/// <summary>One read of an agent's HTTP API: bounded in time and in size, and every failure a sentence. Safe to use from several threads.</summary>
internal sealed class ConsulClient(ConsulSettings settings, TimeProvider timeProvider, Func<ConsulSettings, HttpMessageHandler>? createHandler = null) : IDisposable
{
    private const int MaxErrorText = 300;
    private readonly ConsulToken _token = new(settings);
    private readonly Lock _gate = new();
    private HttpMessageInvoker? _http;
    private bool _disposed;

    public ConsulSettings Settings => settings;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Reads once; waits for a change when <paramref name="index"/> blocks. Throws only when cancelled or disposed.</summary>
    public async Task<ConsulReading<T>> ReadAsync<T>(ConsulQuery<T> query, ConsulIndex index, CancellationToken cancellationToken)
    {
        // Consul adds up to a sixteenth to the wait, so that not all readers come back at once.
        var limit = index.Blocks ? (settings.Wait * 17 / 16) + settings.AnswerTimeout : settings.AnswerTimeout;
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = Request(query, index);
            using var response = await Http().SendAsync(request, either.Token).ConfigureAwait(false);
            return await UnderstandAsync(query, response, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (!Volatile.Read(ref _disposed))
        {
            return ConsulReading<T>.Failed(_token.Redact(ConsulFailure.Of(e, settings.Address, limit, timeout.IsCancellationRequested)), e);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _http?.Dispose();
        }
    }

    private async Task<ConsulReading<T>> UnderstandAsync<T>(ConsulQuery<T> query, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NotFound && query.Absent is { } absent)
        {
            return ConsulReading<T>.Answer(absent(), IndexOf(response));
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var text = await TextAsync(body, cancellationToken).ConfigureAwait(false);
                return ConsulReading<T>.Failed(ConsulFailure.Of(response.StatusCode, _token.Redact(text), query.Datacenter));
            }

            if (response.Content.Headers.ContentLength > settings.MaxAnswerBytes)
            {
                throw new AnswerTooLargeException(settings.MaxAnswerBytes);
            }

            var limited = new LimitedStream(body, settings.MaxAnswerBytes);
            await using (limited.ConfigureAwait(false))
            {
                return ConsulReading<T>.Answer(await query.Parse(limited, cancellationToken).ConfigureAwait(false), IndexOf(response));
            }
        }
    }

    private HttpRequestMessage Request<T>(ConsulQuery<T> query, ConsulIndex index)
    {
        var target = new StringBuilder(query.Path).Append('?');
        if (query.Datacenter.Length > 0)
        {
            target.Append("dc=").Append(Uri.EscapeDataString(query.Datacenter)).Append('&');
        }

        if (settings.Stale)
        {
            target.Append("stale&");
        }

        if (index.Blocks)
        {
            target.Append("index=").Append(index.Value).Append("&wait=").Append((long)settings.Wait.TotalMilliseconds).Append("ms");
        }

        // HTTP/2, which Consul offers over TLS only, spares the agent a connection for each watch.
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.Address, target.ToString().TrimEnd('?', '&')))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (_token.Read() is { } token)
        {
            request.Headers.TryAddWithoutValidation("X-Consul-Token", token);
        }

        return request;
    }

    private HttpMessageInvoker Http()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);

            // Made by the first read that can: a CA file that is not there yet is one failed read, and not a failed start.
            return _http ??= new HttpMessageInvoker(createHandler is null ? ConsulHandler.Create(settings) : createHandler(settings));
        }
    }

    private static string? IndexOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Consul-Index", out var values) ? values.FirstOrDefault() : null;

    private static async Task<string> TextAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxErrorText];
        var read = await body.ReadAtLeastAsync(buffer, MaxErrorText, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(buffer, 0, read);
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                // One line, whatever a server sends: it ends in logs.
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        }).Trim();
    }
}
