using ClientFailover;

namespace OpenTelemetry.Trace;

/// <summary>Collects the traces of ClientFailover.</summary>
public static class ClientFailoverTracerProviderBuilderExtensions
{
    /// <summary>Subscribes to the activity source <see cref="FailoverTelemetry.ActivitySourceName"/>: one span for each attempt, under the span of the caller.</summary>
    /// <param name="builder">The builder.</param>
    public static TracerProviderBuilder AddClientFailoverInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(FailoverTelemetry.ActivitySourceName);
    }
}
