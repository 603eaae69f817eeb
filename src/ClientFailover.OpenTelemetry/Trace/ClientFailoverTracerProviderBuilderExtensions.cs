using ClientFailover;

namespace OpenTelemetry.Trace;

/// <summary>Adds the traces of ClientFailover to OpenTelemetry.</summary>
public static class ClientFailoverTracerProviderBuilderExtensions
{
    /// <summary>
    /// Collects the spans of the activity source <see cref="FailoverTelemetry.ActivitySourceName"/>: one <c>clientfailover.attempt</c> for each attempt,
    /// a child of the span the caller is in, with status error where the attempt speaks against its endpoint.
    /// </summary>
    /// <remarks>
    /// The sampler of the application decides, as for any other span. The span of an attempt is the parent of whatever instruments the transport.
    /// Several calls have the effect of one.
    /// </remarks>
    /// <param name="builder">The builder of the tracer provider.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TracerProviderBuilder AddClientFailoverInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(FailoverTelemetry.ActivitySourceName);
    }
}
