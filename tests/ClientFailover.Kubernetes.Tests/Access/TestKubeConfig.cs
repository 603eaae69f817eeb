namespace ClientFailover.Kubernetes.Tests;

/// <summary>A kubeconfig in a folder of its own, that a test writes again and again.</summary>
internal sealed class TestKubeConfig : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public string Path => System.IO.Path.Combine(_folder, "config");

    /// <summary>Writes it as its renewers do: all of it at once.</summary>
    /// <param name="server">The address.</param>
    /// <param name="root">The CA of the server; null to name none.</param>
    /// <param name="client">The client certificate; null for none.</param>
    /// <param name="token">The token; null for none.</param>
    /// <param name="space">The namespace.</param>
    public void Write(string server, TestCertificate? root = null, TestCertificate? client = null, string? token = null, string space = "shop") => Write($$$"""
        current-context: c
        contexts:
        - {name: c, context: {cluster: k, user: u, namespace: {{{space}}}}}
        clusters:
        - name: k
          cluster:
            server: {{{server}}}
            certificate-authority-data: {{{root?.CertificateData}}}
        users:
        - name: u
          user:
            client-certificate-data: {{{client?.CertificateData}}}
            client-key-data: {{{client?.KeyData}}}
            token: {{{token}}}
        """);

    public void Write(string text)
    {
        File.WriteAllText(Path + ".new", text);
        File.Move(Path + ".new", Path, overwrite: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
