namespace ClientFailover.Http;

/// <summary>
/// The time of an attempt whose body is a stream. That of a gRPC call does not run while the application is waited for, and begins when the request is complete (as Envoy's route time-out);
/// that of another call does, since there is nobody else who bounds it.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="Timer">The attempt's.</param>
/// <param name="TimeProvider">For what is waited for.</param>
internal readonly record struct BodyClock(HttpCall Call, AttemptTimer Timer, TimeProvider TimeProvider)
{
    public MonotonicTime Now => Call.Pool.Now;

    /// <summary>The application is waited for. The caller's own time goes on.</summary>
    public void Hold() => Extend(Call.TimeForAttempt(Now));

    /// <summary>The request is complete.</summary>
    public void Run() => Extend(Call.TimeForAttempt(Now));

    private void Extend(TimeSpan time)
    {
        if (Call.Grpc is not null)
        {
            Timer.Extend(time);
        }
    }
}
