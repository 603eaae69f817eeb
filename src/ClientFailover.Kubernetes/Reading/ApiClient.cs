using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ClientFailover.Kubernetes;

/// <summary>The API server of one cluster: lists and watches of EndpointSlices, bounded in time and in size. Safe to use from several threads.</summary>
internal sealed class ApiClient(ClusterSettings cluster, KubernetesSettings settings, AccessLoader loader, TimeProvider timeProvider, Func<ClusterAccess, KubernetesSettings, HttpMessageHandler>? createHandler = null) : IDisposable
{
    private const int MaxErrorText = 1000;
    private readonly Lock _gate = new();
    private HttpMessageInvoker? _http;
    private ClusterAccess? _access;
    private bool _disposed;

    public ClusterSettings Cluster => cluster;

    public KubernetesSettings Settings => settings;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Lists all slices of a service, or of all services, page by page.</summary>
    /// <exception cref="ApiException">The server said no.</exception>
    public async Task<SlicePage> ListAsync(string? space, string? service, CancellationToken cancellationToken)
    {
        var slices = ImmutableArray.CreateBuilder<EndpointSlice>();
        var problems = ImmutableArray.CreateBuilder<string>();
        for (var next = ""; ;)
        {
            var query = $"limit={settings.PageSize}" + (next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}");
            using var timeout = new CancellationTokenSource(settings.AnswerTimeout, timeProvider);
            var page = await BoundedAsync(
                async token =>
                {
                    using var response = await SendAsync(space, service, query, token).ConfigureAwait(false);
                    var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                    var limited = new LimitedStream(body, settings.MaxAnswerBytes);
                    await using (limited.ConfigureAwait(false))
                    {
                        return await SlicePage.ReadAsync(limited, token).ConfigureAwait(false);
                    }
                },
                timeout,
                settings.AnswerTimeout,
                cancellationToken).ConfigureAwait(false);
            slices.AddRange(page.Slices);
            problems.AddRange(page.Problems);
            next = page.Metadata.Continue ?? "";
            if (next.Length == 0)
            {
                return new SlicePage(page.Metadata, slices.ToImmutable(), problems.ToImmutable());
            }
        }
    }

    /// <summary>Watches from a version on, until the server ends it or says that it is an error. Half an event at the end is none.</summary>
    /// <param name="space">The namespace; null for the cluster's own.</param>
    /// <param name="service">The service; null for all.</param>
    /// <param name="version">Where to begin.</param>
    /// <param name="take">Takes each event; the second argument says whether the next one is here already.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ApiException">The server said no, at once or in the middle.</exception>
    public Task WatchAsync(string? space, string? service, string version, Action<WatchEvent, bool> take, CancellationToken cancellationToken)
    {
        var query = $"watch=true&allowWatchBookmarks=true&timeoutSeconds={(long)Math.Ceiling(settings.WatchTimeout.TotalSeconds)}&resourceVersion={Uri.EscapeDataString(version)}";
        return RunAsync();

        async Task RunAsync()
        {
            // A frozen server does not even end a watch in time.
            var timeout = new CancellationTokenSource(settings.AnswerTimeout, timeProvider);
            using (timeout)
            {
                await BoundedAsync(
                    async token =>
                    {
                        using var response = await SendAsync(space, service, query, token).ConfigureAwait(false);
                        timeout.CancelAfter(settings.WatchTimeout + settings.AnswerTimeout);
                        var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                        await using (body.ConfigureAwait(false))
                        {
                            await ReadAsync(body, take, space, token).ConfigureAwait(false);
                            return true;
                        }
                    },
                    timeout,
                    settings.WatchTimeout + settings.AnswerTimeout,
                    cancellationToken).ConfigureAwait(false);
            }
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

    private async Task ReadAsync(Stream body, Action<WatchEvent, bool> take, string? space, CancellationToken cancellationToken)
    {
        var lines = new LineReader(body, settings.MaxAnswerBytes);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Span.Trim(" \r"u8).IsEmpty)
            {
                continue;
            }

            var happened = WatchEvent.Parse(line.Span);
            if (happened.Error is { } error)
            {
                throw Said(error.Code ?? 500, error.Message ?? "", space, null);
            }

            take(happened, lines.HasLine);
        }
    }

    /// <summary>Runs a request; whatever goes wrong is an <see cref="ApiException"/> with a sentence, but for a cancellation or the end of this client.</summary>
    private async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> request, CancellationTokenSource timeout, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await request(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not ApiException && !Volatile.Read(ref _disposed))
        {
            var text = ApiFailure.Of(e, _access?.Server, limit, timeout.IsCancellationRequested);
            throw new ApiException(_access?.Token.Redact(text) ?? text, status: 0);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string? space, string? service, string query, CancellationToken cancellationToken)
    {
        var (http, access) = Reach();
        var selector = service is null ? EndpointSlice.ServiceLabel : $"{EndpointSlice.ServiceLabel}={service}";
        var path = $"apis/discovery.k8s.io/v1/namespaces/{Uri.EscapeDataString(space ?? access.Namespace)}/endpointslices?labelSelector={Uri.EscapeDataString(selector)}&{query}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(access.Server, path)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "ClientFailover");
        var token = access.Token.Read();
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return response;
        }

        using (response)
        {
            var text = access.Token.Redact(await TextAsync(response, cancellationToken).ConfigureAwait(false));
            throw Said((int)response.StatusCode, text, space, RetryAfter(response));
        }
    }

    private (HttpMessageInvoker Http, ClusterAccess Access) Reach()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);

            // Made by the first request that can: a file that is not there yet is a failed request, and not a failed start.
            _access ??= loader.Load(cluster);
            _http ??= new HttpMessageInvoker(createHandler is null ? ApiHandler.Create(_access, settings) : createHandler(_access, settings));
            return (_http, _access);
        }
    }

    private ApiException Said(int status, string text, string? space, TimeSpan? retryAfter) =>
        new(ApiFailure.Of(status, _access?.Token.Redact(text) ?? text, space ?? _access?.Namespace ?? "", _access is { } access && (access.ClientCertificate is not null || access.Token.Read() is not null)), status, retryAfter);

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } header ? null : header.Delta ?? header.Date - timeProvider.GetUtcNow();

    /// <summary>What an error says: the message of its Status, or its text, which is not always a Status.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var buffer = new byte[MaxErrorText];
            var read = await body.ReadAtLeastAsync(buffer, MaxErrorText, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            string text;
            try
            {
                text = JsonSerializer.Deserialize(buffer.AsSpan(0, read), KubernetesJson.Default.StatusObject)?.Message ?? "";
            }
            catch (JsonException)
            {
                text = Encoding.UTF8.GetString(buffer, 0, read);
            }

            return string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        }
    }
}
