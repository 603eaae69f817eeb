namespace ClientFailover.Kubernetes;

/// <summary>A <c>Status</c>: how Kubernetes says that something failed, as the body of an answer or within a watch.</summary>
internal sealed record StatusObject(string? Message, string? Reason, int? Code);
