namespace ClientFailover.Http;

/// <summary><c>grpc.health.v1.HealthCheckResponse.ServingStatus</c>.</summary>
internal enum GrpcServingStatus
{
    Unknown = 0,
    Serving = 1,
    NotServing = 2,
    ServiceUnknown = 3,
}
